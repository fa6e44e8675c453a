// Memory of arrays and strings, and further operations on spans.

using System.Collections.Generic;

namespace System;

public static partial class MemoryExtensions
{
    public static Memory<T> AsMemory<T>(this T[]? array) => new(array);

    public static Memory<T> AsMemory<T>(this T[]? array, int start) => new Memory<T>(array).Slice(start);

    public static Memory<T> AsMemory<T>(this T[]? array, int start, int length) => new(array, start, length);

    public static ReadOnlyMemory<char> AsMemory(this string? text) => text is null ? default : new((object)text, 0, text.Length);

    public static ReadOnlyMemory<char> AsMemory(this string? text, int start) => AsMemory(text).Slice(start);

    public static ReadOnlyMemory<char> AsMemory(this string? text, int start, int length) => AsMemory(text).Slice(start, length);

    public static Span<T> AsSpan<T>(this T[]? array, int start) => new Span<T>(array).Slice(start);

    public static Span<T> AsSpan<T>(this ArraySegment<T> segment) => new(segment.Array, segment.Offset, segment.Count);

    public static ReadOnlySpan<char> AsSpan(this string? text, int start) => AsSpan(text).Slice(start);

    public static ReadOnlySpan<char> AsSpan(this string? text, int start, int length) => AsSpan(text).Slice(start, length);

    public static int SequenceCompareTo<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> other)
        where T : IComparable<T>
    {
        int common = Math.Min(span.Length, other.Length);
        for (int i = 0; i < common; i++)
        {
            int order = span[i].CompareTo(other[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return span.Length.CompareTo(other.Length);
    }

    public static int IndexOf<T>(this Span<T> span, T value)
        where T : IEquatable<T> => IndexOf((ReadOnlySpan<T>)span, value);

    public static int LastIndexOf<T>(this Span<T> span, T value)
        where T : IEquatable<T> => LastIndexOf((ReadOnlySpan<T>)span, value);

    public static bool Contains<T>(this Span<T> span, T value)
        where T : IEquatable<T> => IndexOf((ReadOnlySpan<T>)span, value) >= 0;

    public static int IndexOfAny<T>(this ReadOnlySpan<T> span, T value0, T value1)
        where T : IEquatable<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (span[i].Equals(value0) || span[i].Equals(value1))
            {
                return i;
            }
        }

        return -1;
    }

    public static int IndexOfAny<T>(this ReadOnlySpan<T> span, ReadOnlySpan<T> values)
        where T : IEquatable<T>
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (values.Contains(span[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public static void Reverse<T>(this Span<T> span)
    {
        for (int low = 0, high = span.Length - 1; low < high; low++, high--)
        {
            (span[low], span[high]) = (span[high], span[low]);
        }
    }

    public static void Sort<T>(this Span<T> span) => Sorting<T>.Sort(span, Comparer<T>.Default);

    public static void Sort<T>(this Span<T> span, Comparison<T> comparison) => Sorting<T>.Sort(span, new ComparisonComparer<T>(comparison));

    public static void Sort<T, TComparer>(this Span<T> span, TComparer comparer)
        where TComparer : IComparer<T>? => Sorting<T>.Sort(span, comparer is null ? Comparer<T>.Default : comparer);

    public static void Sort<TKey, TValue>(this Span<TKey> keys, Span<TValue> items) =>
        keys.Sort(items, Comparer<TKey>.Default.Compare);

    public static void Sort<TKey, TValue>(this Span<TKey> keys, Span<TValue> items, Comparison<TKey> comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (keys.Length != items.Length)
        {
            throw new ArgumentException("The keys and items spans must have the same length.");
        }

        TKey[] keysMoved = keys.ToArray();
        TValue[] itemsMoved = items.ToArray();
        Array.Sort(keysMoved, itemsMoved, new ComparisonComparer<TKey>(comparison));
        new ReadOnlySpan<TKey>(keysMoved).CopyTo(keys);
        new ReadOnlySpan<TValue>(itemsMoved).CopyTo(items);
    }

    public static int BinarySearch<T>(this ReadOnlySpan<T> span, IComparable<T> comparable)
    {
        int low = 0;
        int high = span.Length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) >> 1);
            int order = comparable.CompareTo(span[middle]);
            if (order == 0)
            {
                return middle;
            }

            low = order > 0 ? middle + 1 : low;
            high = order > 0 ? high : middle - 1;
        }

        return ~low;
    }

    public static bool Equals(this ReadOnlySpan<char> span, ReadOnlySpan<char> other, StringComparison comparisonType) =>
        string.IgnoresCase(comparisonType) ? string.EqualsIgnoringCase(span, other) : span.SequenceEqual(other);

    public static int CompareTo(this ReadOnlySpan<char> span, ReadOnlySpan<char> other, StringComparison comparisonType) =>
        string.IgnoresCase(comparisonType) ? string.CompareIgnoringCase(span, other) : span.SequenceCompareTo(other);

    public static bool StartsWith(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        value.Length <= span.Length && span.Slice(0, value.Length).Equals(value, comparisonType);

    public static bool EndsWith(this ReadOnlySpan<char> span, ReadOnlySpan<char> value, StringComparison comparisonType) =>
        value.Length <= span.Length && span.Slice(span.Length - value.Length).Equals(value, comparisonType);

    public static ReadOnlySpan<char> Trim(this ReadOnlySpan<char> span) => span.TrimStart().TrimEnd();

    public static ReadOnlySpan<char> TrimStart(this ReadOnlySpan<char> span)
    {
        int start = 0;
        while (start < span.Length && char.IsWhiteSpace(span[start]))
        {
            start++;
        }

        return span.Slice(start);
    }

    public static ReadOnlySpan<char> TrimEnd(this ReadOnlySpan<char> span)
    {
        int end = span.Length;
        while (end > 0 && char.IsWhiteSpace(span[end - 1]))
        {
            end--;
        }

        return span.Slice(0, end);
    }

    public static bool IsWhiteSpace(this ReadOnlySpan<char> span) => span.Trim().IsEmpty;
}
