// A set: the keys of a dictionary.

namespace System.Collections.Generic;

public class HashSet<T> : ISet<T>, IReadOnlySet<T>
{
    private readonly Dictionary<Item, bool> _items;
    private readonly IEqualityComparer<T> _comparer;

    public HashSet()
        : this((IEqualityComparer<T>?)null)
    {
    }

    public HashSet(IEqualityComparer<T>? comparer)
    {
        _comparer = comparer ?? EqualityComparer<T>.Default;
        _items = new Dictionary<Item, bool>(new ItemComparer(_comparer));
    }

    public HashSet(IEnumerable<T> collection)
        : this(collection, null)
    {
    }

    public HashSet(IEnumerable<T> collection, IEqualityComparer<T>? comparer)
        : this(comparer)
    {
        ArgumentNullException.ThrowIfNull(collection);
        UnionWith(collection);
    }

    public HashSet(int capacity)
        : this((IEqualityComparer<T>?)null) => ArgumentOutOfRangeException.ThrowIfNegative(capacity);

    public IEqualityComparer<T> Comparer => _comparer;

    public int Count => _items.Count;

    bool ICollection<T>.IsReadOnly => false;

    void ICollection<T>.Add(T item) => Add(item);

    public bool Add(T item) => _items.TryAdd(new Item(item), true);

    public bool Contains(T item) => _items.ContainsKey(new Item(item));

    public bool Remove(T item) => _items.Remove(new Item(item));

    public void Clear() => _items.Clear();

    public void CopyTo(T[] array, int arrayIndex) => Dictionary<int, int>.CopyItems(this, array, arrayIndex);

    public void UnionWith(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            Add(item);
        }
    }

    public void ExceptWith(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in new List<T>(other))
        {
            Remove(item);
        }
    }

    public void SymmetricExceptWith(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in new HashSet<T>(other, _comparer))
        {
            if (!Remove(item))
            {
                Add(item);
            }
        }
    }

    public bool IsSupersetOf(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            if (!Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    public bool IsProperSubsetOf(IEnumerable<T> other)
    {
        HashSet<T> set = new(other, _comparer);
        return set.Count > Count && IsSubsetOf(set);
    }

    public bool IsProperSupersetOf(IEnumerable<T> other)
    {
        HashSet<T> set = new(other, _comparer);
        return set.Count < Count && IsSupersetOf(set);
    }

    public bool TryGetValue(T equalValue, out T actualValue)
    {
        bool isFound = _items.TryGetKey(new Item(equalValue), out Item item);
        actualValue = isFound ? item.Value : default!;
        return isFound;
    }

    public int RemoveWhere(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        int before = Count;
        foreach (T item in new List<T>(this))
        {
            if (match(item))
            {
                Remove(item);
            }
        }

        return before - Count;
    }

    public int EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        return Math.Max(capacity, Count);
    }

    public void TrimExcess()
    {
    }

    public void CopyTo(T[] array) => CopyTo(array, 0);

    public void IntersectWith(IEnumerable<T> other)
    {
        HashSet<T> kept = new(other, _comparer);
        foreach (T item in new List<T>(this))
        {
            if (!kept.Contains(item))
            {
                Remove(item);
            }
        }
    }

    public bool Overlaps(IEnumerable<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (T item in other)
        {
            if (Contains(item))
            {
                return true;
            }
        }

        return false;
    }

    public bool SetEquals(IEnumerable<T> other)
    {
        HashSet<T> set = new(other, _comparer);
        return set.Count == Count && IsSubsetOf(set);
    }

    public bool IsSubsetOf(IEnumerable<T> other)
    {
        HashSet<T> set = new(other, _comparer);
        foreach (T item in this)
        {
            if (!set.Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<T>
    {
        private Dictionary<Item, bool>.Enumerator _items;
        private bool _isAt;

        internal Enumerator(HashSet<T> set)
        {
            _items = set._items.GetEnumerator();
        }

        public readonly T Current => _items.Current.Key.Value;

        readonly object? IEnumerator.Current => _isAt ? Current : throw Untyped.NoCurrent();

        public bool MoveNext() => _isAt = _items.MoveNext();

        public void Reset()
        {
            _items.Reset();
            _isAt = false;
        }

        public readonly void Dispose()
        {
        }
    }

    // A set may contain null, but null cannot be a key.
    private readonly struct Item(T value)
    {
        internal T Value { get; } = value;
    }

    private sealed class ItemComparer(IEqualityComparer<T> comparer) : IEqualityComparer<Item>
    {
        public bool Equals(Item x, Item y) => comparer.Equals(x.Value, y.Value);

        public int GetHashCode(Item obj) => obj.Value is null ? 0 : comparer.GetHashCode(obj.Value);
    }
}
