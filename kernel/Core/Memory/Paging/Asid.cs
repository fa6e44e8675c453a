namespace RustKernel.Memory.Paging;

/// <summary>
/// An address space identifier, which tags one address space's entries in the TLB: 8 or 16 bits as
/// ID_AA64MMFR0_EL1.ASIDBits says. [DDI0487 D8.16]
/// </summary>
public readonly struct Asid
{
    /// <summary>The number, as TTBR0_EL1.ASID takes it.</summary>
    public readonly ushort Value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    public Asid(ushort value) => Value = value;
}
