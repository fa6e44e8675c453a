// Last in, first out.

namespace System.Collections.Generic;

public class Stack<T> : IEnumerable<T>, ICollection, IReadOnlyCollection<T>
{
    private readonly List<T> _items;
    private int _version;

    public Stack() => _items = [];

    public Stack(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _items = new List<T>(capacity);
    }

    public Stack(IEnumerable<T> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        _items = new List<T>(collection);
    }

    public int Count => _items.Count;

    public int Capacity => _items.Capacity;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    public void Push(T item)
    {
        _items.Add(item);
        _version++;
    }

    public T Pop() => TryPop(out T? item) ? item : throw new InvalidOperationException("Stack empty.");

    public T Peek() => TryPeek(out T? item) ? item : throw new InvalidOperationException("Stack empty.");

    public bool TryPop([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        if (!TryPeek(out result))
        {
            return false;
        }

        _items.RemoveAt(_items.Count - 1);
        _version++;
        return true;
    }

    public bool TryPeek([Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T result)
    {
        result = _items.Count > 0 ? _items[^1] : default;
        return _items.Count > 0;
    }

    public void Clear()
    {
        _items.Clear();
        _version++;
    }

    public bool Contains(T item) => _items.Contains(item);

    public void CopyTo(T[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (arrayIndex < 0 || arrayIndex > array.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(arrayIndex));
        }

        if (array.Length - arrayIndex < Count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }

        int place = arrayIndex + Count;
        foreach (T item in _items)
        {
            array[--place] = item;
        }
    }

    void ICollection.CopyTo(Array array, int index)
    {
        if (array is { Rank: 1 })
        {
            Dictionary<int, int>.CheckRoom(array, index, Count);
        }

        Untyped.CopyAll(ToArray(), array, index);
    }

    public T[] ToArray()
    {
        T[] array = new T[Count];
        CopyTo(array, 0);
        return array;
    }

    public int EnsureCapacity(int capacity) => _items.EnsureCapacity(capacity);

    public void TrimExcess() => _items.TrimExcess();

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<T>
    {
        private readonly Stack<T> _stack;
        private readonly int _version;
        private int _index;

        internal Enumerator(Stack<T> stack)
        {
            _stack = stack;
            _version = stack._version;
            _index = -2;
        }

        public readonly T Current =>
            (uint)_index < (uint)_stack._items.Count ? _stack._items[_index] : default!;

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_version != _stack._version)
            {
                throw new InvalidOperationException("Collection was modified after the enumerator was instantiated.");
            }

            _index = _index == -2 ? _stack.Count - 1 : _index == -1 ? -1 : _index - 1;
            return _index >= 0;
        }

        void IEnumerator.Reset() => _index = -2;

        public readonly void Dispose()
        {
        }
    }
}
