// typeof exists for the compiler's sake only; there is no reflection.

namespace System;

public abstract class Type
{
    public static Type? GetTypeFromHandle(RuntimeTypeHandle handle) => null;
}
