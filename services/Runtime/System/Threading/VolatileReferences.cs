// Ordered reads and writes that the kernel does not need.

using System.Runtime.CompilerServices;

namespace System.Threading;

public static partial class Volatile
{
    public static long Read(ref readonly long location) => (long)Read(ref Unsafe.As<long, ulong>(ref Unsafe.AsRef(in location)));

    public static void Write(ref long location, long value) => Write(ref Unsafe.As<long, ulong>(ref location), (ulong)value);

    public static bool Read(ref readonly bool location)
    {
        bool value = location;
        Interlocked.MemoryBarrier();
        return value;
    }

    public static void Write(ref bool location, bool value)
    {
        Interlocked.MemoryBarrier();
        location = value;
    }

    public static T Read<T>(ref readonly T location)
        where T : class?
    {
        ulong value = Read(ref Unsafe.As<T, ulong>(ref Unsafe.AsRef(in location)));
        return Unsafe.As<ulong, T>(ref value);
    }

    public static void Write<T>(ref T location, T value)
        where T : class? => Write(ref Unsafe.As<T, ulong>(ref location), Unsafe.As<T, ulong>(ref value));
}
