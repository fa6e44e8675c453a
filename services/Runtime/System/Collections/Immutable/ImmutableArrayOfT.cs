// An immutable array. The default one has no array, and its members fail.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System.Collections.Immutable;

[CollectionBuilder(typeof(ImmutableArray), nameof(ImmutableArray.Create))]
public readonly partial struct ImmutableArray<T> : IReadOnlyList<T>, IList<T>, IEquatable<ImmutableArray<T>>
{
    public static readonly ImmutableArray<T> Empty = new([]);

    private readonly T[]? _items;

    internal ImmutableArray(T[] items) => _items = items;

    public bool IsDefault => _items is null;

    public bool IsDefaultOrEmpty => _items is null || _items.Length == 0;

    public bool IsEmpty => Items.Length == 0;

    public int Length => Items.Length;

    int IReadOnlyCollection<T>.Count => Checked.Length;

    int ICollection<T>.Count => Checked.Length;

    bool ICollection<T>.IsReadOnly => true;

    // Without an array: NullReferenceException.
    private T[] Items => _items!;

    private T[] Checked => _items
        ?? throw new InvalidOperationException("This operation cannot be performed on a default instance of ImmutableArray<T>.  Consider "
            + "initializing the "
            + "array, or checking the ImmutableArray<T>.IsDefault property.");

    public T this[int index] => Items[index];

    T IList<T>.this[int index]
    {
        get => Checked[index];
        set => throw new NotSupportedException();
    }

    public static bool operator ==(ImmutableArray<T> left, ImmutableArray<T> right) => left._items == right._items;

    public static bool operator !=(ImmutableArray<T> left, ImmutableArray<T> right) => left._items != right._items;

    public ref readonly T ItemRef(int index) => ref Items[index];

    public ImmutableArray<T> Add(T item) => Insert(Length, item);

    public ImmutableArray<T> AddRange(IEnumerable<T> items) => InsertRange(Length, items);

    public ImmutableArray<T> AddRange(params T[] items) => InsertRange(Length, items);

    // On a default one: NullReferenceException.
    public ImmutableArray<T> AddRange(ImmutableArray<T> items) => items.IsEmpty ? this : InsertRange(Length, items.Items);

    public ImmutableArray<T> Insert(int index, T item) => InsertRange(index, [item]);

    public ImmutableArray<T> InsertRange(int index, IEnumerable<T> items)
    {
        T[] old = Items;
        Requires.Range((uint)index <= (uint)old.Length, nameof(index));
        ArgumentNullException.ThrowIfNull(items);
        return items is ICollection<T> { Count: 0 } ? this : new([.. old.AsSpan(0, index), .. items, .. old.AsSpan(index)]);
    }

    public ImmutableArray<T> Remove(T item) => IndexOf(item) is >= 0 and int index ? RemoveAt(index) : this;

    public ImmutableArray<T> RemoveAt(int index) => RemoveRange(index, 1);

    public ImmutableArray<T> RemoveRange(int index, int length)
    {
        T[] old = Items;
        Requires.Range((uint)index <= (uint)old.Length, nameof(index));
        Requires.Range((uint)length <= (uint)(old.Length - index), nameof(length));
        return new([.. old.AsSpan(0, index), .. old.AsSpan(index + length)]);
    }

    public ImmutableArray<T> RemoveAll(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return new(Array.FindAll(Items, item => !match(item)));
    }

    public ImmutableArray<T> Replace(T oldValue, T newValue) => IndexOf(oldValue) is >= 0 and int index
        ? SetItem(index, newValue)
        : throw new ArgumentException("Cannot find the old value", nameof(oldValue));

    public ImmutableArray<T> SetItem(int index, T item)
    {
        Requires.Range((uint)index < (uint)Length, nameof(index));
        T[] made = (T[])Items.Clone();
        made[index] = item;
        return new(made);
    }

    public ImmutableArray<T> Sort() => Sort(Comparer<T>.Default);

    public ImmutableArray<T> Sort(Comparison<T> comparison) => Sort(Comparer<T>.Create(comparison));

    public ImmutableArray<T> Sort(IComparer<T>? comparer)
    {
        T[] made = (T[])Items.Clone();
        Array.Sort(made, comparer);
        return new(made);
    }

    public ImmutableArray<T> Slice(int start, int length) => new(Items.AsSpan(start, length).ToArray());

    public bool Contains(T item) => IndexOf(item) >= 0;

    public int IndexOf(T item) => Array.IndexOf(Items, item);

    public int LastIndexOf(T item) => Array.LastIndexOf(Items, item);

    public void CopyTo(T[] destination) => Items.CopyTo(destination, 0);

    public void CopyTo(T[] destination, int destinationIndex) => Items.CopyTo(destination, destinationIndex);

    public ReadOnlySpan<T> AsSpan() => new(_items);

    public ReadOnlyMemory<T> AsMemory() => new(_items);

    public Builder ToBuilder()
    {
        Builder builder = new(Items.Length);
        builder.AddRange(Items);
        return builder;
    }

    public Enumerator GetEnumerator() => new(Items);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Checked).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Checked.GetEnumerator();

    public bool Equals(ImmutableArray<T> other) => _items == other._items;

    public override bool Equals(object? obj) => obj is ImmutableArray<T> other && Equals(other);

    public override int GetHashCode() => _items is null ? 0 : _items.GetHashCode();

    void IList<T>.Insert(int index, T item) => throw new NotSupportedException();

    void IList<T>.RemoveAt(int index) => throw new NotSupportedException();

    void ICollection<T>.Add(T item) => throw new NotSupportedException();

    void ICollection<T>.Clear() => throw new NotSupportedException();

    bool ICollection<T>.Remove(T item) => throw new NotSupportedException();

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
