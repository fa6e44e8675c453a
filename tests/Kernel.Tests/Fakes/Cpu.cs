// A CPU that cannot be halted: a test that gets there sees an exception.

using System.Diagnostics.CodeAnalysis;

namespace RustKernel.Arm64;

internal static class Cpu
{
    internal static void MaskInterrupts()
    {
    }

    [DoesNotReturn]
    internal static void Halt() => throw new HaltException();

    internal static ulong GetFramePointer() => 0;
}
