// The base of every array: its length, and the algorithms over arrays. The elements follow the length.

using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public abstract partial class Array : ICloneable, Collections.IList
{
    // The compiler fixes name and place; the element data begins 16 bytes into the object.
    internal int _numComponents;

    public static int MaxLength => 0x7FFFFFC7;

    public int Length => _numComponents;

    public long LongLength => _numComponents;

    /// <summary>The first byte of the elements.</summary>
    internal ref byte Data => ref Unsafe.Add(ref Unsafe.As<int, byte>(ref _numComponents), 8);

    public static T[] Empty<T>() => EmptyArray<T>.Value;

    // For arrays whose elements have one type, as far as the compiler knows: no element is boxed, unboxed or widened.
    public static void Copy<T>(T[] sourceArray, int sourceIndex, T[] destinationArray, int destinationIndex, int length) =>
        CopyAlike(sourceArray, sourceIndex, destinationArray, destinationIndex, length);

    public static void Copy<T>(T[] sourceArray, T[] destinationArray, int length) => CopyAlike(sourceArray, 0, destinationArray, 0, length);

    // For code that stores nothing else into an array, which may have a narrower element type.
    private static Span<T> Elements<T>(T[] array) =>
        new(ref Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array), array.Length);

    // An array with a narrower element type has no span: each element's type is checked when it is stored.
    public static void Fill<T>(T[] array, T value)
    {
        ArgumentNullException.ThrowIfNull(array);
        Fill(array, value, 0, array.Length);
    }

    public static void Fill<T>(T[] array, T value, int startIndex, int count)
    {
        CheckFrom(array, startIndex, count);
        for (int i = startIndex; i < startIndex + count; i++)
        {
            array[i] = value;
        }
    }

    public static void Resize<T>([Diagnostics.CodeAnalysis.NotNull] ref T[]? array, int newSize)
    {
        if (newSize < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(newSize), "Non-negative number required.");
        }

        T[] old = array ?? [];
        if (array is null || old.Length != newSize)
        {
            T[] made = new T[newSize];
            Move(old, 0, made, 0, Math.Min(old.Length, newSize));
            array = made;
        }
    }

    public static void Reverse<T>(T[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Reverse(array, 0, array.Length);
    }

    public static void Reverse<T>(T[] array, int index, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckPart(array.Length, index, length);
        Elements(array).Slice(index, length).Reverse();
    }

    public static int IndexOf<T>(T[] array, T value)
    {
        ArgumentNullException.ThrowIfNull(array);
        return IndexWithin(array, value, 0, array.Length);
    }

    public static int IndexOf<T>(T[] array, T value, int startIndex, int count)
    {
        CheckFrom(array, startIndex, count);
        return IndexWithin(array, value, startIndex, count);
    }

    /// <summary>For a range that the caller knows to be inside.</summary>
    internal static int IndexWithin<T>(T[] array, T value, int startIndex, int count)
    {
        EqualityComparer<T> comparer = EqualityComparer<T>.Default;
        for (int i = startIndex; i < startIndex + count; i++)
        {
            if (comparer.Equals(array[i], value))
            {
                return i;
            }
        }

        return -1;
    }

    public static void Sort<T>(T[] array) => Sort(array, (IComparer<T>?)null);

    public static void Sort<T>(T[] array, IComparer<T>? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        Sorting<T>.Sort(Elements(array), comparer ?? Comparer<T>.Default);
    }

    public static void Sort<T>(T[] array, Comparison<T> comparison)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(comparison);
        Sorting<T>.Sort(Elements(array), new ComparisonComparer<T>(comparison));
    }

    public static int BinarySearch<T>(T[] array, T value) => BinarySearch(array, value, null);

    public static int BinarySearch<T>(T[] array, T value, IComparer<T>? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        return BinarySearch(array, 0, array.Length, value, comparer);
    }

    public static int BinarySearch<T>(T[] array, int index, int length, T value, IComparer<T>? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckPart(array.Length, index, length);
        comparer ??= Comparer<T>.Default;
        int low = index;
        int high = index + length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) >> 1);
            int order = comparer.Compare(array[middle], value);
            if (order == 0)
            {
                return middle;
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return ~low;
    }

    private static class EmptyArray<T>
    {
        internal static readonly T[] Value = new T[0];
    }
}

// The compiler gives every T[] the members of this type. In one file with Array: neither exists without the other.
internal class Array<T> : Array, IList<T>, IReadOnlyList<T>
{
    private T[] Self => Unsafe.As<T[]>(this);

    private int Checked(int index) => (uint)index < (uint)Length
        ? index
        : throw new ArgumentOutOfRangeException(
            nameof(index),
            "Index was out of range. Must be non-negative and less than the size of the collection.");

    int ICollection<T>.Count => Length;

    int IReadOnlyCollection<T>.Count => Length;

    bool ICollection<T>.IsReadOnly => true;

    T IList<T>.this[int index]
    {
        get => Self[Checked(index)];
        set => Self[Checked(index)] = value;
    }

    T IReadOnlyList<T>.this[int index] => Self[Checked(index)];

    void ICollection<T>.Add(T item) => throw new NotSupportedException("Collection was of a fixed size.");

    void ICollection<T>.Clear() => throw new NotSupportedException("Collection is read-only.");

    bool ICollection<T>.Contains(T item) => ((IList<T>)Self).IndexOf(item) >= 0;

    void ICollection<T>.CopyTo(T[] array, int arrayIndex) => Copy(Self, 0, array, arrayIndex, Length);

    bool ICollection<T>.Remove(T item) => throw new NotSupportedException("Collection was of a fixed size.");

    // As a list with a wider element type, it may be asked for what it cannot contain.
    int IList<T>.IndexOf(T item) => default(T) is not null || MayHold(this, item) ? IndexOf(Self, item) : -1;

    void IList<T>.Insert(int index, T item) => throw new NotSupportedException("Collection was of a fixed size.");

    void IList<T>.RemoveAt(int index) => throw new NotSupportedException("Collection was of a fixed size.");

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new ArrayEnumerator<T>(Self);

    Collections.IEnumerator Collections.IEnumerable.GetEnumerator() => new ArrayEnumerator<T>(Self);
}
