// The notification bits between Init and the services that it watches.

using System.Numerics;

namespace RustKernel.Services;

/// <summary>Bits at a service's port, and at Init's.</summary>
public static class Supervision
{
    /// <summary>Are you alive? Answered with <see cref="AliveBit"/> at Init's port.</summary>
    public const ulong PingBit = 1ul << 63;

    /// <summary>The lowest of the bits that order a crash, one for each <see cref="CrashKind"/>.</summary>
    public const int FirstCrashBit = 48;

    /// <summary>All of them.</summary>
    public const ulong CrashBits = 0xFFul << FirstCrashBit;

    /// <summary>Most services.</summary>
    public const int MaximumServices = 64;

    /// <summary>The bit of service <paramref name="number"/> at Init's port.</summary>
    public static ulong AliveBit(int number) => 1ul << (number & (MaximumServices - 1));

    /// <summary>The bit that orders a crash.</summary>
    public static ulong BitOf(CrashKind kind) => 1ul << (FirstCrashBit + (int)kind);

    /// <summary>The first crash that <paramref name="bits"/> order.</summary>
    public static CrashKind KindOf(ulong bits) => (CrashKind)BitOperations.TrailingZeroCount((bits & CrashBits) >> FirstCrashBit);
}
