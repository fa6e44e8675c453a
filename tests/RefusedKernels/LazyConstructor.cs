// Has a static field whose value only code can compute.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.RefusedKernels;

internal static class KernelMain
{
    [RuntimeExport("kernel_main")]
    private static void Start(ref BootInformation boot)
    {
        KernelConsole.WriteDecimal(Late.Value);
    }
}

internal static class Late
{
    internal static readonly ulong Value = SystemRegisters.ReadMIDR_EL1();
}
