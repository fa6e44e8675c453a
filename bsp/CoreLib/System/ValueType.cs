// The base of every struct. A struct that is compared overrides Equals: there is no reflection to compare its fields.

namespace System;

public abstract class ValueType
{
    public override bool Equals(object? obj) => false;

    public override int GetHashCode() => 0;
}
