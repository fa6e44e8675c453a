// Computes with floating-point numbers.

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
        KernelConsole.WriteDecimal((ulong)ComputeWithDoubles(boot.DeviceTree));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double ComputeWithDoubles(double value) => value * 1.5;
}
