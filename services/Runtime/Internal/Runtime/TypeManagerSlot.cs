// The compiler's word for a module; there is only one.

using System.Runtime.InteropServices;

namespace Internal.Runtime;

[StructLayout(LayoutKind.Sequential)]
internal struct TypeManagerSlot
{
    internal nint TypeManager;
    internal int ModuleIndex;
}
