// A read-only part of an array or a string that can be stored.

using System.Runtime.CompilerServices;

namespace System;

public readonly struct ReadOnlyMemory<T> : IEquatable<ReadOnlyMemory<T>>
{
    // An array of T; for T = char also a string.
    private readonly object? _object;
    private readonly int _index;
    private readonly int _length;

    public ReadOnlyMemory(T[]? array)
    {
        _object = array;
        _index = 0;
        _length = array is null ? 0 : array.Length;
    }

    public ReadOnlyMemory(T[]? array, int start, int length)
    {
        int whole = array is null ? 0 : array.Length;
        if ((uint)start > (uint)whole || (uint)length > (uint)(whole - start))
        {
            throw new ArgumentOutOfRangeException();
        }

        _object = array;
        _index = start;
        _length = length;
    }

    internal ReadOnlyMemory(object? of, int index, int length)
    {
        _object = of;
        _index = index;
        _length = length;
    }

    public static ReadOnlyMemory<T> Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public ReadOnlySpan<T> Span
    {
        get
        {
            // A string is here only where T is char.
            if (_object is string text)
            {
                return new ReadOnlySpan<T>(ref Unsafe.As<char, T>(ref text.GetRawStringData()), text.Length).Slice(_index, _length);
            }

            return new ReadOnlySpan<T>(Unsafe.As<T[]>(_object), _index, _length);
        }
    }

    public static implicit operator ReadOnlyMemory<T>(T[]? array) => new(array);

    public ReadOnlyMemory<T> Slice(int start) =>
        (uint)start <= (uint)_length ? new(_object, _index + start, _length - start) : throw new ArgumentOutOfRangeException(nameof(start));

    public ReadOnlyMemory<T> Slice(int start, int length) =>
        (uint)start <= (uint)_length && (uint)length <= (uint)(_length - start)
            ? new(_object, _index + start, length)
            : throw new ArgumentOutOfRangeException(nameof(start));

    public void CopyTo(Memory<T> destination) => Span.CopyTo(destination.Span);

    public bool TryCopyTo(Memory<T> destination) => Span.TryCopyTo(destination.Span);

    public T[] ToArray() => Span.ToArray();

    public bool Equals(ReadOnlyMemory<T> other) => _object == other._object && _index == other._index && _length == other._length;

    public override bool Equals(object? obj) => obj is ReadOnlyMemory<T> other ? Equals(other) : obj is Memory<T> memory && Equals(memory);

    public override int GetHashCode() => _object is null ? 0 : (((RuntimeHelpers.GetHashCode(_object) * 31) + _index) * 31) + _length;

    public override string ToString() => Span.ToString();
}
