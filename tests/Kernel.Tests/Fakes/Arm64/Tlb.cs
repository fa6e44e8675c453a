// A TLB that holds nothing, so every invalidation is right.

namespace RustKernel.Arm64;

internal static class Tlb
{
    internal static int Invalidations { get; private set; }

    internal static void Publish()
    {
    }

    internal static void InvalidatePage(ulong operand) => Invalidations++;

    internal static void InvalidateGlobalPage(ulong operand) => Invalidations++;

    internal static void InvalidateAsid(ulong operand) => Invalidations++;

    internal static void InvalidateAll() => Invalidations++;

    internal static void Complete()
    {
    }
}
