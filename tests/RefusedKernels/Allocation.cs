// Allocates an object that stays alive.

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
        AllocateSomething(boot.DeviceTree);
        KernelConsole.WriteDecimal(s_kept is Node node ? node.Value : 0);
    }

    private static object? s_kept;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AllocateSomething(ulong value) => s_kept = new Node { Value = value };

    private sealed class Node
    {
        public ulong Value;
    }
}
