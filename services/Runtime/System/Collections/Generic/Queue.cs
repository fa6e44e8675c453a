// First in, first out: a ring.

namespace System.Collections.Generic;

public class Queue<T> : IEnumerable<T>, ICollection, IReadOnlyCollection<T>
{
    private const int FirstCapacity = 4;
    private T[] _items;
    private int _head;
    private int _count;
    private int _version;

    public Queue() => _items = [];

    public Queue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _items = new T[capacity];
    }

    public Queue(IEnumerable<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        _items = [];
        foreach (T item in collection)
        {
            Enqueue(item);
        }
    }

    public int Count => _count;

    public int Capacity => _items.Length;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    public void Enqueue(T item)
    {
        if (_count == _items.Length)
        {
            Resize(Math.Max(_count * 2, FirstCapacity));
        }

        _items[Place(_count)] = item;
        _count++;
        _version++;
    }

    public T Dequeue() => TryDequeue(out T? item) ? item : throw new InvalidOperationException("Queue empty.");

    public T Peek() => TryPeek(out T? item) ? item : throw new InvalidOperationException("Queue empty.");

    public bool TryDequeue([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        if (!TryPeek(out result))
        {
            return false;
        }

        _items[_head] = default!;
        _head = Place(1);
        _count--;
        _version++;
        return true;
    }

    public bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        result = _count > 0 ? _items[_head] : default;
        return _count > 0;
    }

    public void Clear()
    {
        Array.Clear(_items);
        _head = 0;
        _count = 0;
        _version++;
    }

    public bool Contains(T item)
    {
        EqualityComparer<T> comparer = EqualityComparer<T>.Default;
        for (int i = 0; i < _count; i++)
        {
            if (comparer.Equals(_items[Place(i)], item))
            {
                return true;
            }
        }

        return false;
    }

    public void CopyTo(T[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (arrayIndex < 0 || arrayIndex > array.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(arrayIndex));
        }

        if (array.Length - arrayIndex < _count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }

        int first = Math.Min(_items.Length - _head, _count);
        Array.Copy(_items, _head, array, arrayIndex, first);
        Array.Copy(_items, 0, array, arrayIndex + first, _count - first);
    }

    void ICollection.CopyTo(Array array, int index)
    {
        if (array is { Rank: 1 })
        {
            Dictionary<int, int>.CheckRoom(array, index, Count);
        }

        Untyped.CopyAll(ToArray(), array, index);
    }

    public T[] ToArray() => Copied(_count);

    public int EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        if (_items.Length < capacity)
        {
            Resize(Math.Max(Math.Max(_items.Length * 2, capacity), FirstCapacity));
        }

        return _items.Length;
    }

    public void TrimExcess() => Resize(_count);

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T[] Copied(int capacity)
    {
        T[] items = new T[capacity];
        int first = Math.Min(_items.Length - _head, _count);
        Array.Move(_items, _head, items, 0, first);
        Array.Move(_items, 0, items, first, _count - first);
        return items;
    }

    // The place of the item at this distance from the head.
    private int Place(int index)
    {
        int place = _head + index;
        return place < _items.Length ? place : place - _items.Length;
    }

    private void Resize(int capacity)
    {
        _items = Copied(capacity);
        _head = 0;
        _version++;
    }

    public struct Enumerator : IEnumerator<T>
    {
        private readonly Queue<T> _queue;
        private readonly int _version;
        private int _index;

        internal Enumerator(Queue<T> queue)
        {
            _queue = queue;
            _version = queue._version;
            _index = -1;
        }

        public readonly T Current =>
            (uint)_index < (uint)_queue._count ? _queue._items[_queue.Place(_index)] : default!;

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_version != _queue._version)
            {
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
            }

            _index = Math.Min(_index + 1, _queue._count);
            return _index < _queue._count;
        }

        void IEnumerator.Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}
