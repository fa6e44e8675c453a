// A part of an array that, unlike a span, can be stored: in a field, or across an await.

using Internal.Runtime;

namespace System;

public readonly struct Memory<T> : IEquatable<Memory<T>>
{
    private readonly T[]? _array;
    private readonly int _index;
    private readonly int _length;

    public Memory(T[]? array)
    {
        CheckElements(array);
        _array = array;
        _index = 0;
        _length = array is null ? 0 : array.Length;
    }

    public Memory(T[]? array, int start, int length)
    {
        CheckElements(array);
        int whole = array is null ? 0 : array.Length;
        if ((uint)start > (uint)whole || (uint)length > (uint)(whole - start))
        {
            throw new ArgumentOutOfRangeException();
        }

        _array = array;
        _index = start;
        _length = length;
    }

    public static Memory<T> Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public Span<T> Span => new(_array, _index, _length);

    public static implicit operator Memory<T>(T[]? array) => new(array);

    public static implicit operator ReadOnlyMemory<T>(Memory<T> memory) => new(memory._array, memory._index, memory._length);

    public Memory<T> Slice(int start) =>
        (uint)start <= (uint)_length ? new(_array, _index + start, _length - start) : throw new ArgumentOutOfRangeException(nameof(start));

    public Memory<T> Slice(int start, int length) =>
        (uint)start <= (uint)_length && (uint)length <= (uint)(_length - start)
            ? new(_array, _index + start, length)
            : throw new ArgumentOutOfRangeException(nameof(start));

    public void CopyTo(Memory<T> destination) => Span.CopyTo(destination.Span);

    public bool TryCopyTo(Memory<T> destination) => Span.TryCopyTo(destination.Span);

    public T[] ToArray() => Span.ToArray();

    public bool Equals(Memory<T> other) => _array == other._array && _index == other._index && _length == other._length;

    public override bool Equals(object? obj) =>
        obj is Memory<T> other ? Equals(other) : obj is ReadOnlyMemory<T> view && ((ReadOnlyMemory<T>)this).Equals(view);

    public override int GetHashCode() => ((ReadOnlyMemory<T>)this).GetHashCode();

    public override string ToString() => Span.ToString();

    // A write through the memory would not be checked as one through the array is.
    // SAFETY: both are types of the image.
    private static unsafe void CheckElements(T[]? array)
    {
        if (array is not null && default(T) is null && array.m_pEEType != MethodTable.Of<T[]>())
        {
            throw new ArrayTypeMismatchException();
        }
    }
}
