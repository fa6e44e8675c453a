// Names that ilc wants for code that generic types share.

namespace Internal.Runtime.CompilerHelpers;

internal static unsafe class SharedCodeHelpers
{
    // SAFETY: the compiler counts the type's own list of interfaces. A generic interface's default method, whose code all reference types
    // share, finds by it which one it is a method of.
    internal static MethodTable* GetOrdinalInterface(MethodTable* pType, ushort interfaceIndex) => pType->Interface(interfaceIndex);

    // Only an object that takes on interfaces while it runs has its context here; there are none.
    internal static MethodTable* GetCurrentSharedThunkContext()
    {
        RustKernel.Runtime.Native.FailFast();
        return null;
    }
}
