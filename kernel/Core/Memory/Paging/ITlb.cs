// What translation tables need from the TLB. The kernel owns the contract; Arm64 implements it with TLBI and DSB, host
// tests with a recorder that checks the order.

namespace RustKernel.Memory.Paging;

/// <summary>
/// TLB and table-walk maintenance, broadcast to the inner shareable domain. None of the invalidations waits; only
/// <see cref="Complete"/> does. [DDI0487 D8.17 "TLB maintenance"]
/// </summary>
public interface ITlb
{
    /// <summary>Makes stores to tables visible to all table walks before anything that follows: DSB ISHST, then ISB.</summary>
    void PublishTables();

    /// <summary>
    /// Drops everything cached for the page of <paramref name="address"/>, including walks, in one address space: TLBI VAE1IS.
    /// </summary>
    void InvalidatePage(VirtualAddress address, Asid asid);

    /// <summary>
    /// Drops everything cached for the page of <paramref name="address"/> in all address spaces,
    /// global entries too: TLBI VAAE1IS.
    /// </summary>
    void InvalidateGlobalPage(VirtualAddress address);

    /// <summary>Drops all non-global entries of one address space: TLBI ASIDE1IS.</summary>
    void InvalidateAsid(Asid asid);

    /// <summary>Drops everything cached for EL1 and EL0: TLBI VMALLE1IS.</summary>
    void InvalidateAll();

    /// <summary>Waits until all earlier invalidations have taken effect on all CPUs: DSB ISH, then ISB.</summary>
    void Complete();
}
