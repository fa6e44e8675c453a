// Order of a type by its own means: IComparable<T>, else IComparable.

namespace System.Collections.Generic;

public abstract class Comparer<T> : IComparer<T>
{
    public static Comparer<T> Default { get; } = new DefaultComparer<T>();

    public static Comparer<T> Create(Comparison<T> comparison) => new ComparisonComparer<T>(comparison);

    public abstract int Compare(T? x, T? y);
}
