// A Nullable as an object: what it holds, or nothing.

namespace System;

// Not readonly: what the value's methods change stays, as in .NET.
public partial struct Nullable<T>
{
    public override bool Equals(object? other) => hasValue ? other is not null && value.Equals(other) : other is null;

    public override int GetHashCode() => hasValue ? value.GetHashCode() : 0;

    public override string? ToString() => hasValue ? value.ToString() : "";
}
