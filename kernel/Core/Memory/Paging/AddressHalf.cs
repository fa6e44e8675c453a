namespace RustKernel.Memory.Paging;

/// <summary>The half of the 48-bit address space that a table translates.</summary>
public enum AddressHalf
{
    /// <summary>TTBR0_EL1, addresses 0x0000_…: one process, entries tagged with its ASID (nG). Page 0 is never mapped.</summary>
    Lower = 0,

    /// <summary>TTBR1_EL1, addresses 0xFFFF_…: the kernel, entries global.</summary>
    Upper = 1,
}
