// See Comparer.

namespace System.Collections.Generic;

internal sealed class DefaultComparer<T> : Comparer<T>
{
    public override int Compare(T? x, T? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        return x switch
        {
            IComparable<T> comparable => comparable.CompareTo(y),
            IComparable comparable => comparable.CompareTo(y),
            _ => throw new ArgumentException("At least one object must implement IComparable."),
        };
    }
}
