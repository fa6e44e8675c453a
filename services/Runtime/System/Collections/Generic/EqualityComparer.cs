// Equality of a type by its own means: IEquatable<T>, else Equals.

namespace System.Collections.Generic;

public abstract class EqualityComparer<T> : IEqualityComparer<T>
{
    public static EqualityComparer<T> Default { get; } = new DefaultEqualityComparer<T>();

    public abstract bool Equals(T? x, T? y);

    public abstract int GetHashCode(T obj);
}
