// How a value is marshalled; the compiler requires it only for unmanaged constraints.

namespace System.Runtime.InteropServices;

public enum UnmanagedType
{
    Bool = 2,
}
