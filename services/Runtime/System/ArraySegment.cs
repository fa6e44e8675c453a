// A part of an array.

using System.Collections;
using System.Collections.Generic;

namespace System;

public readonly struct ArraySegment<T> : IList<T>, IReadOnlyList<T>, IEquatable<ArraySegment<T>>
{
    private readonly T[]? _array;
    private readonly int _offset;
    private readonly int _count;

    public ArraySegment(T[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        _array = array;
        _count = array.Length;
    }

    public ArraySegment(T[] array, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (array.Length - offset < count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }

        _array = array;
        _offset = offset;
        _count = count;
    }

    public static ArraySegment<T> Empty { get; } = new([]);

    public T[]? Array => _array;

    public int Offset => _offset;

    public int Count => _count;

    bool ICollection<T>.IsReadOnly => true;

    public T this[int index]
    {
        get => (uint)index < (uint)_count ? _array![_offset + index] : throw new ArgumentOutOfRangeException(nameof(index));
        set
        {
            if ((uint)index >= (uint)_count)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            _array![_offset + index] = value;
        }
    }

    public static implicit operator ArraySegment<T>(T[]? array) => array is null ? default : new(array);

    public static bool operator ==(ArraySegment<T> a, ArraySegment<T> b) => a.Equals(b);

    public static bool operator !=(ArraySegment<T> a, ArraySegment<T> b) => !a.Equals(b);

    public ArraySegment<T> Slice(int index) => Slice(index, _count - index);

    public ArraySegment<T> Slice(int index, int count)
    {
        T[] array = Checked;
        return (uint)index <= (uint)_count && (uint)count <= (uint)(_count - index)
            ? new(array, _offset + index, count)
            : throw new ArgumentOutOfRangeException(nameof(index));
    }

    public T[] ToArray()
    {
        T[] array = Checked;
        return new ReadOnlySpan<T>(array, _offset, _count).ToArray();
    }

    public void CopyTo(T[] destination) => CopyTo(destination, 0);

    public void CopyTo(T[] destination, int destinationIndex) =>
        System.Array.Copy(Checked, _offset, destination, destinationIndex, _count);

    public void CopyTo(ArraySegment<T> destination)
    {
        T[] array = Checked;
        T[] other = destination.Checked;
        if (_count > destination._count)
        {
            throw new ArgumentException("Destination is too short.", nameof(destination));
        }

        System.Array.Copy(array, _offset, other, destination._offset, _count);
    }

    public Enumerator GetEnumerator()
    {
        _ = Checked;
        return new Enumerator(this);
    }

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<T>.Add(T item) => throw new NotSupportedException();

    void ICollection<T>.Clear() => throw new NotSupportedException();

    bool ICollection<T>.Contains(T item) => ((IList<T>)this).IndexOf(item) >= 0;

    bool ICollection<T>.Remove(T item) => throw new NotSupportedException();

    int IList<T>.IndexOf(T item)
    {
        int index = System.Array.IndexOf(Checked, item, _offset, _count);
        return index < 0 ? -1 : index - _offset;
    }

    void IList<T>.Insert(int index, T item) => throw new NotSupportedException();

    void IList<T>.RemoveAt(int index) => throw new NotSupportedException();

    public bool Equals(ArraySegment<T> obj) => obj._array == _array && obj._offset == _offset && obj._count == _count;

    public override bool Equals(object? obj) => obj is ArraySegment<T> other && Equals(other);

    public override int GetHashCode() => _array is null ? 0 : HashCode.Combine(_offset, _count, _array);

    private T[] Checked => _array ?? throw new InvalidOperationException("The underlying array is null.");

    public struct Enumerator : IEnumerator<T>
    {
        private readonly ArraySegment<T> _segment;
        private int _index = -1;

        internal Enumerator(ArraySegment<T> segment) => _segment = segment;

        public readonly T Current =>
            _index < 0 ? throw new InvalidOperationException("Enumeration has not started. Call MoveNext.")
            : _index >= _segment._count ? throw new InvalidOperationException("Enumeration already finished.")
            : _segment[_index];

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            _index = Math.Min(_index + 1, _segment._count);
            return _index < _segment._count;
        }

        void IEnumerator.Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}
