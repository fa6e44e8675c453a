// Order between values of one type.

namespace System;

public interface IComparable<in T>
{
    int CompareTo(T? other);
}
