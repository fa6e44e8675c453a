// An immutable list: a change makes another one, with a copy of the elements.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System.Collections.Immutable;

[CollectionBuilder(typeof(ImmutableList), nameof(ImmutableList.Create))]
public sealed class ImmutableList<T> : IReadOnlyList<T>
{
    public static readonly ImmutableList<T> Empty = new([]);

    private readonly T[] _items;

    internal ImmutableList(T[] items) => _items = items;

    public int Count => _items.Length;

    public bool IsEmpty => _items.Length == 0;

    public T this[int index] => (uint)index < (uint)_items.Length ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public ImmutableList<T> Add(T value) => InsertRange(Count, [value]);

    public ImmutableList<T> AddRange(IEnumerable<T> items) => InsertRange(Count, items);

    public ImmutableList<T> Insert(int index, T item) => InsertRange(index, [item]);

    public ImmutableList<T> InsertRange(int index, IEnumerable<T> items)
    {
        Requires.Range((uint)index <= (uint)Count, nameof(index));
        ArgumentNullException.ThrowIfNull(items);
        return new([.. _items.AsSpan(0, index), .. items, .. _items.AsSpan(index)]);
    }

    public ImmutableList<T> Remove(T value) => IndexOf(value) is >= 0 and int index ? RemoveAt(index) : this;

    public ImmutableList<T> RemoveAt(int index)
    {
        Requires.Range((uint)index < (uint)Count, nameof(index));
        return RemoveRange(index, 1);
    }

    public ImmutableList<T> RemoveRange(int index, int count)
    {
        Requires.Range((uint)index <= (uint)Count, nameof(index));
        Requires.Range((uint)count <= (uint)(Count - index), nameof(count));
        return new([.. _items.AsSpan(0, index), .. _items.AsSpan(index + count)]);
    }

    public ImmutableList<T> RemoveAll(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return new(Array.FindAll(_items, item => !match(item)));
    }

    public ImmutableList<T> Clear() => Empty;

    public ImmutableList<T> SetItem(int index, T value)
    {
        Requires.Range((uint)index < (uint)Count, nameof(index));
        T[] made = (T[])_items.Clone();
        made[index] = value;
        return new(made);
    }

    public ImmutableList<T> Replace(T oldValue, T newValue) => IndexOf(oldValue) is >= 0 and int index
        ? SetItem(index, newValue)
        : throw new ArgumentException("Cannot find the old value", nameof(oldValue));

    public ImmutableList<T> Reverse()
    {
        T[] made = (T[])_items.Clone();
        Array.Reverse(made);
        return new(made);
    }

    public ImmutableList<T> Sort() => Sort(Comparer<T>.Default);

    public ImmutableList<T> Sort(Comparison<T> comparison) => Sort(Comparer<T>.Create(comparison));

    public ImmutableList<T> Sort(IComparer<T>? comparer)
    {
        T[] made = (T[])_items.Clone();
        Array.Sort(made, comparer);
        return new(made);
    }

    public bool Contains(T value) => IndexOf(value) >= 0;

    public int IndexOf(T value) => Array.IndexOf(_items, value);

    public T? Find(Predicate<T> match) => Array.Find(_items, match);

    public int FindIndex(Predicate<T> match) => Array.FindIndex(_items, match);

    public ImmutableList<T> FindAll(Predicate<T> match) => new(Array.FindAll(_items, match));

    public bool Exists(Predicate<T> match) => Array.Exists(_items, match);

    public bool TrueForAll(Predicate<T> match) => Array.TrueForAll(_items, match);

    public void ForEach(Action<T> action) => Array.ForEach(_items, action);

    public void CopyTo(T[] array) => _items.CopyTo(array, 0);

    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public Enumerator GetEnumerator() => new(_items);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

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
