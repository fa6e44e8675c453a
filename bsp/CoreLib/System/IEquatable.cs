// Equality between values of one type.

namespace System;

public interface IEquatable<T>
{
    bool Equals(T other);
}
