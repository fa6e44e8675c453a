// TLB and table-walk maintenance, one stub each in Cpu.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// Invalidations are broadcast and wait for earlier table stores; only <see cref="Complete"/> waits
/// for their end. [DDI0487 D8.17]
/// </summary>
public static class Tlb
{
    /// <summary>
    /// Makes table entries that were invalid before visible to all walks: DSB ISHST, ISB. Enough when no valid entry was changed.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_publish")]
    public static extern void Publish();

    /// <summary>TLBI VAE1IS; <paramref name="operand"/>: address bits 55:12 in bits 43:0, ASID in bits 63:48.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_invalidate_page")]
    public static extern void InvalidatePage(ulong operand);

    /// <summary>TLBI VAAE1IS; <paramref name="operand"/>: address bits 55:12 in bits 43:0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_invalidate_global_page")]
    public static extern void InvalidateGlobalPage(ulong operand);

    /// <summary>TLBI ASIDE1IS; <paramref name="operand"/>: ASID in bits 63:48.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_invalidate_asid")]
    public static extern void InvalidateAsid(ulong operand);

    /// <summary>TLBI VMALLE1IS.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_invalidate_all")]
    public static extern void InvalidateAll();

    /// <summary>Waits until all earlier invalidations have taken effect on every CPU: DSB ISH, ISB.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_complete")]
    public static extern void Complete();

    /// <summary>
    /// Makes the level 0 table at <paramref name="physicalAddress"/> the upper half's. It must map
    /// the image and the running stack as before.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_switch_upper_root")]
    public static extern void SwitchUpperRoot(ulong physicalAddress);

    /// <summary>
    /// Makes <paramref name="value"/> (a level 0 table's physical address, ASID in bits 63:48) the
    /// calling CPU's TTBR0_EL1; returns the old value.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "tlb_switch_lower_root")]
    public static extern ulong SwitchLowerRoot(ulong value);
}
