// How a value is marshalled; named by the compiler for unmanaged constraints only.

namespace System.Runtime.InteropServices;

public enum UnmanagedType
{
    Bool = 2,
}
