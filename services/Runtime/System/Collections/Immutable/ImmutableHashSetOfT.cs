// An immutable set: a change makes another one, with a copy of the elements. They are enumerated by their hashes.

using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace System.Collections.Immutable;

[CollectionBuilder(typeof(ImmutableHashSet), nameof(ImmutableHashSet.Create))]
public sealed class ImmutableHashSet<T> : IReadOnlySet<T>
{
    public static readonly ImmutableHashSet<T> Empty = new([]);

    private readonly HashSet<T> _items;
    private T[]? _order;

    private ImmutableHashSet(HashSet<T> items) => _items = items;

    public int Count => _items.Count;

    public bool IsEmpty => _items.Count == 0;

    public IEqualityComparer<T> KeyComparer => _items.Comparer;

    public ImmutableHashSet<T> Add(T item) => _items.Contains(item) ? this : With(set => set.Add(item));

    public ImmutableHashSet<T> Remove(T item) => _items.Contains(item) ? With(set => set.Remove(item)) : this;

    public ImmutableHashSet<T> Clear() => IsEmpty ? this : new(new(_items.Comparer));

    public ImmutableHashSet<T> Union(IEnumerable<T> other) => With(set => set.UnionWith(other));

    public ImmutableHashSet<T> Intersect(IEnumerable<T> other) => With(set => set.IntersectWith(other));

    public ImmutableHashSet<T> Except(IEnumerable<T> other) => With(set => set.ExceptWith(other));

    public ImmutableHashSet<T> SymmetricExcept(IEnumerable<T> other) => With(set => set.SymmetricExceptWith(other));

    public bool Contains(T item) => _items.Contains(item);

    public bool SetEquals(IEnumerable<T> other) => _items.SetEquals(other);

    public bool IsSubsetOf(IEnumerable<T> other) => _items.IsSubsetOf(other);

    public bool IsSupersetOf(IEnumerable<T> other) => _items.IsSupersetOf(other);

    public bool IsProperSubsetOf(IEnumerable<T> other) => _items.IsProperSubsetOf(other);

    public bool IsProperSupersetOf(IEnumerable<T> other) => _items.IsProperSupersetOf(other);

    public bool Overlaps(IEnumerable<T> other) => _items.Overlaps(other);

    public Enumerator GetEnumerator() => new(Ordered());

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Ordered()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Ordered().GetEnumerator();

    private ImmutableHashSet<T> With(Action<HashSet<T>> change)
    {
        HashSet<T> made = new(_items, _items.Comparer);
        change(made);
        return new(made);
    }

    private T[] Ordered() => _order ??= [.. _items.OrderBy(item => item is null ? 0 : _items.Comparer.GetHashCode(item))];

    /// <summary>Enumerates the elements.</summary>
    public struct Enumerator
    {
        private readonly T[] _items;
        private int _index;

        internal Enumerator(T[] items) => (_items, _index) = (items, -1);

        public readonly T Current => _items[_index];

        public bool MoveNext() => ++_index < _items.Length;
    }
}
