// Loads with acquire and stores with release order, for RAM shared between CPUs. Not for device registers: the compiler
// may narrow the access. Those go through the MMIO stubs.

using System.Runtime.CompilerServices;

namespace System.Threading;

public static partial class Volatile
{
    private struct VolatileUInt32
    {
        public volatile uint Value;
    }

    private struct VolatileInt32
    {
        public volatile int Value;
    }

    private struct VolatileUIntPtr
    {
        public volatile nuint Value;
    }

    [Intrinsic]
    public static int Read(ref readonly int location) => Unsafe.As<int, VolatileInt32>(ref Unsafe.AsRef(in location)).Value;

    [Intrinsic]
    public static uint Read(ref readonly uint location) => Unsafe.As<uint, VolatileUInt32>(ref Unsafe.AsRef(in location)).Value;

    [Intrinsic]
    public static ulong Read(ref readonly ulong location) => Unsafe.As<ulong, VolatileUIntPtr>(ref Unsafe.AsRef(in location)).Value;

    [Intrinsic]
    public static void Write(ref int location, int value) => Unsafe.As<int, VolatileInt32>(ref location).Value = value;

    [Intrinsic]
    public static void Write(ref uint location, uint value) => Unsafe.As<uint, VolatileUInt32>(ref location).Value = value;

    [Intrinsic]
    public static void Write(ref ulong location, ulong value) => Unsafe.As<ulong, VolatileUIntPtr>(ref location).Value = (nuint)value;
}
