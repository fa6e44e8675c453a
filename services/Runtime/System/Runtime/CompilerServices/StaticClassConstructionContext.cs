// The compiler's record of a class with a static constructor that runs late.

namespace System.Runtime.CompilerServices;

public struct StaticClassConstructionContext
{
    // The constructor's code; 0: done.
    public nint cctorMethodAddress;
}
