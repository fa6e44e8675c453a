// typeof exists only for the compiler; there is no reflection.

namespace System;

public abstract class Type
{
    public static Type? GetTypeFromHandle(RuntimeTypeHandle handle) => null;
}
