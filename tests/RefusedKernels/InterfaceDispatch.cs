// Calls through an interface with more implementations than the compiler turns into type tests.

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
        s_shape = boot.DeviceTree switch
        {
            1 => Shape1.Instance,
            2 => Shape2.Instance,
            3 => Shape3.Instance,
            4 => Shape4.Instance,
            _ => Shape5.Instance,
        };
        KernelConsole.WriteDecimal(CallThroughInterface(s_shape, boot.DeviceTreeSize));
    }

    private static IShape? s_shape;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong CallThroughInterface(IShape shape, ulong size) => shape.Area(size);
}

internal interface IShape
{
    ulong Area(ulong size);
}

internal sealed class Shape1 : IShape
{
    public static readonly Shape1 Instance = new();

    public ulong Area(ulong size) => size * 1;
}

internal sealed class Shape2 : IShape
{
    public static readonly Shape2 Instance = new();

    public ulong Area(ulong size) => size * 2;
}

internal sealed class Shape3 : IShape
{
    public static readonly Shape3 Instance = new();

    public ulong Area(ulong size) => size * 3;
}

internal sealed class Shape4 : IShape
{
    public static readonly Shape4 Instance = new();

    public ulong Area(ulong size) => size * 4;
}

internal sealed class Shape5 : IShape
{
    public static readonly Shape5 Instance = new();

    public ulong Area(ulong size) => size * 5;
}
