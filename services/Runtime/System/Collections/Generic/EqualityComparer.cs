// Compares a type by its own equality: IEquatable<T>, else Equals.

namespace System.Collections.Generic;

public abstract class EqualityComparer<T> : IEqualityComparer, IEqualityComparer<T>
{
    public static EqualityComparer<T> Default { get; } = new DefaultEqualityComparer<T>();

    public static EqualityComparer<T> Create(Func<T?, T?, bool> equals, Func<T, int>? getHashCode = null)
    {
        ArgumentNullException.ThrowIfNull(equals);
        return new DelegateEqualityComparer<T>(equals, getHashCode);
    }

    public abstract bool Equals(T? x, T? y);

    public abstract int GetHashCode(T obj);

    bool IEqualityComparer.Equals(object? x, object? y) =>
        x == y || (x is not null && y is not null && (x is T left && y is T right ? Equals(left, right) : throw NotOfType()));

    int IEqualityComparer.GetHashCode(object obj) => obj is null ? 0 : obj is T value ? GetHashCode(value) : throw NotOfType();

    private static ArgumentException NotOfType() => new("Type of argument is not compatible with the generic comparer.");
}
