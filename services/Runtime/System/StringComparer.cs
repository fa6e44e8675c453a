// Comparers of strings: with and without regard to case.

using System.Collections;
using System.Collections.Generic;

namespace System;

public abstract class StringComparer : IComparer, IEqualityComparer, IComparer<string?>, IEqualityComparer<string?>
{
    private static readonly StringComparer s_ordinal = new OrdinalComparer(false);
    private static readonly StringComparer s_ignoreCase = new OrdinalComparer(true);

    public static StringComparer Ordinal => s_ordinal;

    public static StringComparer OrdinalIgnoreCase => s_ignoreCase;

    public static StringComparer InvariantCulture => s_ordinal;

    public static StringComparer InvariantCultureIgnoreCase => s_ignoreCase;

    public static StringComparer CurrentCulture => s_ordinal;

    public static StringComparer CurrentCultureIgnoreCase => s_ignoreCase;

    public static StringComparer FromComparison(StringComparison comparisonType) =>
        string.IgnoresCase(comparisonType) ? s_ignoreCase : s_ordinal;

    public int Compare(object? x, object? y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        if (x is null || y is null)
        {
            return x is null ? -1 : 1;
        }

        return x is string left && y is string right ? Compare(left, right)
            : x is IComparable comparable ? comparable.CompareTo(y)
            : throw new ArgumentException("At least one object must implement IComparable.");
    }

    public new bool Equals(object? x, object? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && (x is string left && y is string right ? Equals(left, right)
            : x.Equals(y)));

    public int GetHashCode(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj is string text ? GetHashCode(text) : obj.GetHashCode();
    }

    public abstract int Compare(string? x, string? y);

    public abstract bool Equals(string? x, string? y);

#pragma warning disable CS8767 // As .NET's: null is refused.
    public abstract int GetHashCode(string obj);
#pragma warning restore CS8767

    private sealed class OrdinalComparer(bool ignoresCase) : StringComparer
    {
        public override int Compare(string? x, string? y) => string.Compare(x, y, Comparison);

        public override bool Equals(string? x, string? y) => string.Equals(x, y, Comparison);

        public override int GetHashCode(string obj)
        {
            ArgumentNullException.ThrowIfNull(obj);
            return obj.GetHashCode(Comparison);
        }

        private StringComparison Comparison => ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    }
}
