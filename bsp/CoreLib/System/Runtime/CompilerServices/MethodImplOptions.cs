// What a method requests from the compiler.

namespace System.Runtime.CompilerServices;

[Flags]
public enum MethodImplOptions
{
    Unmanaged = 4,
    NoInlining = 8,
    Synchronized = 32,
    ForwardRef = 16,
    NoOptimization = 64,
    AggressiveInlining = 256,
    AggressiveOptimization = 512,
    InternalCall = 4096,
}
