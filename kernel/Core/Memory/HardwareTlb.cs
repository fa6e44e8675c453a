using RustKernel.Arm64;
using RustKernel.Memory.Paging;

namespace RustKernel.Memory;

/// <summary>The real machine's TLB: forwards to the architecture's stubs. Host tests use a recorder instead.</summary>
public readonly struct HardwareTlb : ITlb
{
    private const int PageShift = 12;
    private const int AsidShift = 48;
    private const ulong PageMask = 0x0000_0FFF_FFFF_FFFF;

    /// <inheritdoc/>
    public void PublishTables() => Tlb.Publish();

    /// <inheritdoc/>
    public void InvalidatePage(VirtualAddress address, Asid asid) =>
        Tlb.InvalidatePage(((address.Value >> PageShift) & PageMask) | ((ulong)asid.Value << AsidShift));

    /// <inheritdoc/>
    public void InvalidateGlobalPage(VirtualAddress address) => Tlb.InvalidateGlobalPage((address.Value >> PageShift) & PageMask);

    /// <inheritdoc/>
    public void InvalidateAsid(Asid asid) => Tlb.InvalidateAsid((ulong)asid.Value << AsidShift);

    /// <inheritdoc/>
    public void InvalidateAll() => Tlb.InvalidateAll();

    /// <inheritdoc/>
    public void Complete() => Tlb.Complete();
}
