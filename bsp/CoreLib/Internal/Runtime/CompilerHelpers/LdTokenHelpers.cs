// Names that ilc needs for ldtoken. Handles are opaque here; code that the compiler expands (array data) never calls these.

using System;

namespace Internal.Runtime.CompilerHelpers;

internal static class LdTokenHelpers
{
    internal static RuntimeTypeHandle GetRuntimeTypeHandle(nint type) => default;

    internal static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => default;

    internal static RuntimeMethodHandle GetRuntimeMethodHandle(nint method) => default;

    internal static Type? GetRuntimeType(nint type) => null;
}
