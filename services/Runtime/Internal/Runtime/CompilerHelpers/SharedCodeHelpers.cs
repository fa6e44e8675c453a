// Names that ilc needs for code that generic types share.

namespace Internal.Runtime.CompilerHelpers;

internal static unsafe class SharedCodeHelpers
{
    // SAFETY: the compiler counts the type's own list of interfaces. All reference types share the code of a generic interface's default
    // method, which finds out by this which interface it belongs to.
    internal static MethodTable* GetOrdinalInterface(MethodTable* pType, ushort interfaceIndex) => pType->Interface(interfaceIndex);

    // Only an object that gains interfaces at run time has its context here; there are none.
    internal static MethodTable* GetCurrentSharedThunkContext()
    {
        RustKernel.Runtime.Native.FailFast();
        return null;
    }
}
