// A Nullable as an object: its value, or nothing.

namespace System;

// Not readonly: as in .NET, changes made by the value's methods persist.
public partial struct Nullable<T>
{
    public override bool Equals(object? other) => hasValue ? other is not null && value.Equals(other) : other is null;

    public override int GetHashCode() => hasValue ? value.GetHashCode() : 0;

    public override string? ToString() => hasValue ? value.ToString() : "";
}
