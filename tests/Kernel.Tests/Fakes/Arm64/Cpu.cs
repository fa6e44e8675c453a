// A CPU that cannot be halted: a test that gets there gets an exception.

using System.Diagnostics.CodeAnalysis;

namespace RustKernel.Arm64;

internal static class Cpu
{
    internal static void MaskInterrupts()
    {
    }

    internal static ulong SaveAndMaskIrq() => 0;

    internal static void RestoreInterrupts(ulong daif) => _ = daif;

    internal static void Relax()
    {
    }

    internal static void UnmaskInterrupts()
    {
    }

    internal static void WaitForInterrupt() => throw new HaltException();

    [DoesNotReturn]
    internal static void Halt() => throw new HaltException();

    internal static ulong GetFramePointer() => 0;
}
