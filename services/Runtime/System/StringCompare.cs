// Comparison and search of strings, with and without regard to case.

using System.Globalization;

namespace System;

public sealed partial class String
{
    public static int Compare(string? strA, string? strB) => CompareOrdinal(strA, strB);

    public static int Compare(string? strA, string? strB, bool ignoreCase) =>
        Compare(strA, strB, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    public static int Compare(string? strA, string? strB, StringComparison comparisonType)
    {
        if (!IgnoresCase(comparisonType))
        {
            return CompareOrdinal(strA, strB);
        }

        if (strA is null || strB is null)
        {
            return strA is null ? (strB is null ? 0 : -1) : 1;
        }

        return CompareIgnoringCase(strA, strB);
    }

    public static int Compare(string? strA, int indexA, string? strB, int indexB, int length) =>
        Compare(strA, indexA, strB, indexB, length, StringComparison.Ordinal);

    public static int Compare(string? strA, int indexA, string? strB, int indexB, int length, StringComparison comparisonType)
    {
        bool ignoresCase = IgnoresCase(comparisonType);
        if (strA is null || strB is null)
        {
            return strA is null ? (strB is null ? 0 : -1) : 1;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (indexA < 0 || indexB < 0 || indexA > strA.Length || indexB > strB.Length)
        {
            throw new ArgumentOutOfRangeException(indexA < 0 || indexA > strA.Length ? nameof(indexA) : nameof(indexB), OutOfRange);
        }

        ReadOnlySpan<char> left = strA.AsSpan(indexA, Math.Min(length, strA.Length - indexA));
        ReadOnlySpan<char> right = strB.AsSpan(indexB, Math.Min(length, strB.Length - indexB));
        return ignoresCase ? CompareIgnoringCase(left, right) : left.SequenceCompareTo(right);
    }

    public static int CompareOrdinal(string? strA, int indexA, string? strB, int indexB, int length) =>
        Compare(strA, indexA, strB, indexB, length, StringComparison.Ordinal);

    public static int CompareOrdinal(string? strA, string? strB)
    {
        if (strA is null || strB is null)
        {
            return strA is null ? (strB is null ? 0 : -1) : 1;
        }

        return ((ReadOnlySpan<char>)strA).SequenceCompareTo(strB);
    }

    public int CompareTo(string? strB) => CompareOrdinal(this, strB);

    public int CompareTo(object? value) =>
        value is null or string ? CompareOrdinal(this, (string?)value) : throw new ArgumentException("Object must be of type String.");

    public static bool Equals(string? a, string? b, StringComparison comparisonType)
    {
        if (!IgnoresCase(comparisonType))
        {
            return Equals(a, b);
        }

        return (object?)a == b || (a is not null && b is not null && a.Length == b.Length && EqualsIgnoringCase(a, b));
    }

    public bool Equals(string? value, StringComparison comparisonType) => Equals(this, value, comparisonType);

    public int GetHashCode(StringComparison comparisonType)
    {
        if (!IgnoresCase(comparisonType))
        {
            return GetHashCode();
        }

        uint hash = 2166136261;
        for (int i = 0; i < Length; i++)
        {
            hash = (hash ^ Globalization.UnicodeCase.At(this, i, true)) * 16777619;
        }

        return (int)hash;
    }

    public static int GetHashCode(ReadOnlySpan<char> value)
    {
        uint hash = 2166136261;
        foreach (char c in value)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }

    public bool Contains(char value) => IndexOf(value) >= 0;

    public bool Contains(char value, StringComparison comparisonType) => IndexOf(value, comparisonType) >= 0;

    public bool Contains(string value) => IndexOf(value, StringComparison.Ordinal) >= 0;

    public bool Contains(string value, StringComparison comparisonType) => IndexOf(value, comparisonType) >= 0;

    // The only culture is the invariant one, which orders by characters. Written out: a program that never ignores case contains no case
    // table.
    public bool StartsWith(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ((ReadOnlySpan<char>)this).StartsWith((ReadOnlySpan<char>)value);
    }

    public bool StartsWith(string value, StringComparison comparisonType)
    {
        ArgumentNullException.ThrowIfNull(value);
        return IgnoresCase(comparisonType)
            ? value.Length <= Length && EqualsIgnoringCase(this.AsSpan(0, value.Length), value)
            : StartsWith(value);
    }

    public bool StartsWith(string value, bool ignoreCase, CultureInfo? culture) =>
        StartsWith(value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    public bool StartsWith(char value) => Length > 0 && this[0] == value;

    public bool EndsWith(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ((ReadOnlySpan<char>)this).EndsWith((ReadOnlySpan<char>)value);
    }

    public bool EndsWith(string value, StringComparison comparisonType)
    {
        ArgumentNullException.ThrowIfNull(value);
        return IgnoresCase(comparisonType)
            ? value.Length <= Length && EqualsIgnoringCase(this.AsSpan(Length - value.Length), value)
            : EndsWith(value);
    }

    public bool EndsWith(char value) => Length > 0 && this[Length - 1] == value;

    public int IndexOf(char value) => ((ReadOnlySpan<char>)this).IndexOf(value);

    public int IndexOf(char value, int startIndex) => IndexOf(value, startIndex, Length - startIndex);

    public int IndexOf(char value, StringComparison comparisonType)
    {
        if (!IgnoresCase(comparisonType))
        {
            return IndexOf(value);
        }

        return IndexOf(value.ToString(), comparisonType);
    }

    public int IndexOf(char value, int startIndex, int count)
    {
        CheckPart(startIndex, count);
        int index = this.AsSpan(startIndex, count).IndexOf(value);
        return index < 0 ? -1 : index + startIndex;
    }

    public int IndexOf(string value) => IndexOf(value, StringComparison.CurrentCulture);

    public int IndexOf(string value, int startIndex) => IndexOf(value, startIndex, StringComparison.CurrentCulture);

    public int IndexOf(string value, int startIndex, int count) => IndexOf(value, startIndex, count, StringComparison.CurrentCulture);

    public int IndexOf(string value, StringComparison comparisonType) => IndexOf(value, 0, Length, comparisonType);

    public int IndexOf(string value, int startIndex, StringComparison comparisonType) =>
        IndexOf(value, startIndex, Length - startIndex, comparisonType);

    public int IndexOf(string value, int startIndex, int count, StringComparison comparisonType)
    {
        ArgumentNullException.ThrowIfNull(value);
        bool ignoresCase = IgnoresCase(comparisonType);
        CheckPart(startIndex, count);
        ReadOnlySpan<char> part = this.AsSpan(startIndex, count);
        int index = -1;
        if (!ignoresCase)
        {
            index = part.IndexOf((ReadOnlySpan<char>)value);
        }

        for (int i = 0; ignoresCase && index < 0 && i + value.Length <= part.Length; i++)
        {
            index = EqualsIgnoringCase(part.Slice(i, value.Length), value) ? i : -1;
        }

        return index < 0 ? -1 : index + startIndex;
    }

    public int LastIndexOf(char value) => ((ReadOnlySpan<char>)this).LastIndexOf(value);

    public int LastIndexOf(char value, int startIndex) => LastIndexOf(value, startIndex, startIndex + 1);

    public int LastIndexOf(char value, int startIndex, int count)
    {
        if (Length == 0)
        {
            return -1;
        }

        if ((uint)startIndex >= (uint)Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), OutOfRange);
        }

        if (count < 0 || count > startIndex + 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), BadCount);
        }

        int first = startIndex - count + 1;
        int index = this.AsSpan(first, count).LastIndexOf(value);
        return index < 0 ? -1 : index + first;
    }

    public int LastIndexOf(string value) => LastIndexOf(value, StringComparison.CurrentCulture);

    public int LastIndexOf(string value, StringComparison comparisonType)
    {
        ArgumentNullException.ThrowIfNull(value);
        bool ignoresCase = IgnoresCase(comparisonType);
        for (int i = Length - value.Length; i >= 0; i--)
        {
            ReadOnlySpan<char> part = this.AsSpan(i, value.Length);
            if (ignoresCase ? EqualsIgnoringCase(part, value) : part.SequenceEqual(value))
            {
                return i;
            }
        }

        return -1;
    }

    public int IndexOfAny(char[] anyOf) => IndexOfAny(anyOf, 0, Length);

    public int IndexOfAny(char[] anyOf, int startIndex) => IndexOfAny(anyOf, startIndex, Length - startIndex);

    public int IndexOfAny(char[] anyOf, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(anyOf);
        CheckPart(startIndex, count);
        for (int i = startIndex; i < startIndex + count; i++)
        {
            if (Array.IndexOf(anyOf, this[i]) >= 0)
            {
                return i;
            }
        }

        return -1;
    }

    public int LastIndexOfAny(char[] anyOf)
    {
        ArgumentNullException.ThrowIfNull(anyOf);
        for (int i = Length - 1; i >= 0; i--)
        {
            if (Array.IndexOf(anyOf, this[i]) >= 0)
            {
                return i;
            }
        }

        return -1;
    }

    internal static bool IgnoresCase(StringComparison comparison) => (uint)comparison <= (uint)StringComparison.OrdinalIgnoreCase
        ? ((int)comparison & 1) != 0
        : throw new ArgumentException("The string comparison type passed in is currently not supported.", "comparisonType");

    internal static bool EqualsIgnoringCase(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && Globalization.UnicodeCase.At(left, i, true) != Globalization.UnicodeCase.At(right, i, true))
            {
                return false;
            }
        }

        return true;
    }

    internal static int CompareIgnoringCase(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int common = Math.Min(left.Length, right.Length);
        for (int i = 0; i < common; i++)
        {
            int order = left[i] == right[i] ? 0 : Globalization.UnicodeCase.Compare(left, right, i);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length - right.Length;
    }
}
