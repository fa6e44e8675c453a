// What Init and the services that it watches tell each other.

namespace RustKernel.Services;

/// <summary>Bits at a service's port, and at Init's; the label of an order.</summary>
public static class Supervision
{
    /// <summary>Are you alive? Answered with <see cref="AliveBit"/> at Init's port.</summary>
    public const ulong PingBit = 1ul << 63;

    /// <summary>
    /// Label of a message that orders a crash; word 0: a <see cref="CrashKind"/>. Counts from Init
    /// alone, whose handle has no badge.
    /// </summary>
    public const uint CrashOrder = 0xC4A5_0001;

    /// <summary>Most services.</summary>
    public const int MaximumServices = 64;

    /// <summary>The bit of service <paramref name="number"/> at Init's port.</summary>
    public static ulong AliveBit(int number) => 1ul << (number & (MaximumServices - 1));
}
