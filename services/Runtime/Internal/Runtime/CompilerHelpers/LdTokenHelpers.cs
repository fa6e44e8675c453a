// Names that ilc needs for ldtoken: a type handle is its MethodTable.

using System;

namespace Internal.Runtime.CompilerHelpers;

internal static class LdTokenHelpers
{
    internal static RuntimeTypeHandle GetRuntimeTypeHandle(nint type) =>
        System.Runtime.CompilerServices.Unsafe.As<nint, RuntimeTypeHandle>(ref type);

    internal static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => default;

    internal static RuntimeMethodHandle GetRuntimeMethodHandle(nint method) => default;

    internal static Type? GetRuntimeType(nint type) => RuntimeType.Of(type);
}
