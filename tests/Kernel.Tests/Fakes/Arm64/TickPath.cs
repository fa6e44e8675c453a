// The tick in assembly handles nothing on the host.

namespace RustKernel.Arm64;

internal static class TickPath
{
    internal static ulong Take(ref CpuBlock cpu, ref ulong now) => 1;

    internal static ulong GoesOn(ref CpuBlock cpu, ref UserContext context) => 0;
}
