// Throws an exception.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;

namespace RustKernel.RefusedKernels;

internal static class KernelMain
{
    [RuntimeExport("kernel_main")]
    private static void Start(ref BootInformation boot)
    {
        ThrowSomething(boot.DeviceTree);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowSomething(ulong value)
    {
        if (value == 7)
        {
            throw s_exception;
        }
    }

    private static readonly Exception s_exception = null!;
}
