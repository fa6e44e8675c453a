// Signals between Init and the services that it watches.

namespace RustKernel.Services;

/// <summary>Bits at a service's port, and at Init's. <see cref="ISupervised"/> has the orders.</summary>
public static class Supervision
{
    /// <summary>Are you alive? Answered with <see cref="AliveBit"/> at Init's port.</summary>
    public const ulong PingBit = 1ul << 63;

    /// <summary>
    /// At the port of a service that started programs: one of them has ended. At the port of a service with <c>may=ends</c>: some process
    /// has ended.
    /// </summary>
    public const ulong EndedBit = 2;

    /// <summary>The most services.</summary>
    public const int MaximumServices = 64;

    /// <summary>The bit of service <paramref name="number"/> at Init's port.</summary>
    public static ulong AliveBit(int number) => 1ul << (number & (MaximumServices - 1));
}
