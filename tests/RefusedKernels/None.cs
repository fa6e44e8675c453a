// No mistake: shows that the others fail for theirs.

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
        KernelConsole.WriteDecimal(boot.DeviceTree);
    }
}
