// A growing array.

namespace System.Collections.Generic;

public partial class List<T> : IUntypedList<T>, IReadOnlyList<T>
{
    private T[] _items;
    private int _count;
    private int _version;

    public List() => _items = [];

    public List(int capacity)
    {
        _items = new T[capacity >= 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), "Non-negative number required.")];
    }

    public List(IEnumerable<T> collection)
        : this()
    {
        ArgumentNullException.ThrowIfNull(collection);
        AddRange(collection);
    }

    public int Count => _count;

    public int Capacity
    {
        get => _items.Length;
        set
        {
            if (value < _count)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "capacity was less than the current size.");
            }

            Array.Resize(ref _items!, value);
        }
    }

    bool ICollection<T>.IsReadOnly => false;

    void ICollection.CopyTo(Array array, int index) => Untyped.CopyAll(ToArray(), array, index);

    public T this[int index]
    {
        get
        {
            Check(index, _count);
            return _items[index];
        }

        set
        {
            Check(index, _count);
            _items[index] = value;
            _version++;
        }
    }

    public void Add(T item)
    {
        _version++;
        if (_count == _items.Length)
        {
            Grow(_count + 1);
        }

        _items[_count++] = item;
    }

    public void AddRange(IEnumerable<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        if (collection is ICollection<T> items)
        {
            InsertRange(_count, items);
            return;
        }

        foreach (T item in collection)
        {
            Add(item);
        }
    }

    public void Clear()
    {
        new Span<T>(_items, 0, _count).Clear();
        _count = 0;
        _version++;
    }

    public bool Contains(T item) => IndexOf(item) >= 0;

    public int IndexOf(T item) => Array.IndexWithin(_items, item, 0, _count);

    public int FindIndex(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        for (int i = 0; i < _count; i++)
        {
            if (match(_items[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public T? Find(Predicate<T> match)
    {
        int index = FindIndex(match);
        return index < 0 ? default : _items[index];
    }

    public bool Exists(Predicate<T> match) => FindIndex(match) >= 0;

    public void ForEach(Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (T item in this)
        {
            action(item);
        }
    }

    public void Insert(int index, T item)
    {
        if ((uint)index > (uint)_count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), "Index must be within the bounds of the List.");
        }

        if (_count == _items.Length)
        {
            Grow(_count + 1);
        }

        Array.Move(_items, index, _items, index + 1, _count - index);
        _items[index] = item;
        _count++;
        _version++;
    }

    public bool Remove(T item)
    {
        int index = IndexOf(item);
        if (index >= 0)
        {
            RemoveAt(index);
        }

        return index >= 0;
    }

    public void RemoveAt(int index)
    {
        Check(index, _count);
        _count--;
        Array.Move(_items, index + 1, _items, index, _count - index);
        _items[_count] = default!;
        _version++;
    }

    public int RemoveAll(Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (!match(_items[i]))
            {
                _items[kept++] = _items[i];
            }
        }

        int removed = _count - kept;
        new Span<T>(_items, kept, removed).Clear();
        _count = kept;
        _version += removed > 0 ? 1 : 0;
        return removed;
    }

    public void Reverse() => Reverse(0, _count);

    public void Sort() => Sort(Comparer<T>.Default);

    public void Sort(IComparer<T>? comparer)
    {
        Sorting<T>.Sort(new Span<T>(_items, 0, _count), comparer ?? Comparer<T>.Default);
        _version++;
    }

    public void Sort(Comparison<T> comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        Sort(new ComparisonComparer<T>(comparison));
    }

    /// <summary>The elements in place.</summary>
    internal Span<T> Items => new(_items, 0, _count);

    public T[] ToArray() => new Span<T>(_items, 0, _count).ToArray();

    public void CopyTo(T[] array, int arrayIndex) => Array.Copy(_items, 0, array, arrayIndex, _count);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    private static void Check(int index, int end, string name = "index")
    {
        if ((uint)index >= (uint)end)
        {
            throw new ArgumentOutOfRangeException(
                name,
                "Index was out of range. Must be non-negative and less than the size of the collection.");
        }
    }

    private void Grow(int needed) => Array.Resize(ref _items!, Math.Max(needed, Math.Max(4, 2 * _items.Length)));

    public struct Enumerator : IEnumerator<T>
    {
        private readonly List<T> _list;
        private readonly int _version;
        private int _index;

        internal Enumerator(List<T> list)
        {
            _list = list;
            _version = list._version;
            _index = -1;
        }

        // Outside the first and the last there is none.
        public readonly T Current => (uint)_index < (uint)_list._items.Length ? _list._items[_index] : default!;

        readonly object? IEnumerator.Current => (uint)_index < (uint)_list._count ? Current : throw Untyped.NoCurrent();

        public bool MoveNext()
        {
            if (_version != _list._version)
            {
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
            }

            return ++_index < _list._count;
        }

        public void Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}
