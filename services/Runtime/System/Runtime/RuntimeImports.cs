// By name and signature as ilc wants it: stores into arrays of several dimensions.

namespace System.Runtime;

internal static class RuntimeImports
{
    internal static void RhCheckArrayStore(object array, object? obj) => TypeCast.CheckArrayStore(array, obj);
}
