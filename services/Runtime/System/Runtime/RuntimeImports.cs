// Stores into arrays of several dimensions, with ilc's names and signatures.

namespace System.Runtime;

internal static class RuntimeImports
{
    internal static void RhCheckArrayStore(object array, object? obj) => TypeCast.CheckArrayStore(array, obj);
}
