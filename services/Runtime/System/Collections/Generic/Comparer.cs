// Orders a type by its own comparison: IComparable<T>, else IComparable.

namespace System.Collections.Generic;

public abstract class Comparer<T> : IComparer, IComparer<T>
{
    public static Comparer<T> Default { get; } = new DefaultComparer<T>();

    public static Comparer<T> Create(Comparison<T> comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return new ComparisonComparer<T>(comparison);
    }

    public abstract int Compare(T? x, T? y);

    int IComparer.Compare(object? x, object? y) =>
        x is null || y is null
            ? (x is null ? 0 : 1) - (y is null ? 0 : 1)
            : x is T left && y is T right
                ? Compare(left, right)
                : throw new ArgumentException("Type of argument is not compatible with the generic comparer.");
}
