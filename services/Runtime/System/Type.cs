// A type as identity: to be compared. There is no reflection.

namespace System;

public abstract class Type
{
    internal nint _table;

    public static Type? GetTypeFromHandle(RuntimeTypeHandle handle) =>
        new RuntimeType(System.Runtime.CompilerServices.Unsafe.As<RuntimeTypeHandle, nint>(ref handle));

    public static bool operator ==(Type? left, Type? right) =>
        (object?)left == right || ((object?)left != null && (object?)right != null && left._table == right._table);

    public static bool operator !=(Type? left, Type? right) => !(left == right);

    public override bool Equals(object? o) => o is Type other && other._table == _table;

    public override int GetHashCode() => (int)(_table >> 3);
}
