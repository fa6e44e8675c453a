// Orders objects by their own comparison.

using System.Globalization;

namespace System.Collections;

public sealed class Comparer : IComparer
{
    /// <summary>Texts by the culture; the only culture orders them by their characters' numbers.</summary>
    public Comparer(CultureInfo culture) => ArgumentNullException.ThrowIfNull(culture);

    private Comparer()
    {
    }

    public static readonly Comparer Default = new();

    public static readonly Comparer DefaultInvariant = new();

    public int Compare(object? a, object? b)
    {
        if (a == b)
        {
            return 0;
        }

        if (a is null || b is null)
        {
            return a is null ? -1 : 1;
        }

        return a is IComparable first ? first.CompareTo(b)
            : b is IComparable second ? -second.CompareTo(a)
            : throw new ArgumentException("At least one object must implement IComparable.");
    }
}
