// A class with a static constructor that runs late: the compiler's record of it.

namespace System.Runtime.CompilerServices;

public struct StaticClassConstructionContext
{
    // The constructor's code; 0: done.
    public nint cctorMethodAddress;
}
