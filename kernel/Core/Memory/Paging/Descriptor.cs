// The layout of a stage 1 translation table descriptor, defined only here. 4 KiB granule, 48-bit output addresses,
// FEAT_LPA2 and FEAT_HAFT not enabled. [DDI0487 D8.3 "Translation table descriptor formats"]
//
//   63 62-61 60     59     58-55 54  53  52 51  50-48 47 ........ 12 11 10 9-8 7-6 5  4-2      1 0
//                          soft  UXN PXN    DBM       output address nG AF SH  AP  NS AttrIndx 1 1   page (level 3)
//                          soft  UXN PXN    DBM       output address nG AF SH  AP  NS AttrIndx 0 1   block (level 1, 2)
//      APTab UXNTab PXNTab .... ignored ....           next table     .. ignored, 10 bits: Count . 1 1   table (level 0-2)
//   .......................................... ignored ............................................. 0   invalid

namespace RustKernel.Memory.Paging;

/// <summary>One 64-bit descriptor of a table. A snapshot: a change to it changes no table.</summary>
public readonly struct Descriptor
{
    /// <summary>Valid bit, bit 0.</summary>
    public const ulong ValidBit = 1ul << 0;

    /// <summary>Bit 1: at level 0 to 2 set for a table and clear for a block; at level 3 set for a page.</summary>
    public const ulong TableOrPageBit = 1ul << 1;

    /// <summary>AttrIndx[2:0], bits 4:2: the byte of MAIR_EL1 that describes the memory.</summary>
    public const int AttrIndxShift = 2;

    /// <summary>Bits of AttrIndx.</summary>
    public const ulong AttrIndxMask = 7ul << AttrIndxShift;

    /// <summary>AP[1], bit 6: EL0 may access.</summary>
    public const ulong UserAccessBit = 1ul << 6;

    /// <summary>AP[2], bit 7: no one may write.</summary>
    public const ulong ReadOnlyBit = 1ul << 7;

    /// <summary>SH[1:0], bits 9:8: 0b10 outer shareable, 0b11 inner shareable.</summary>
    public const int ShareabilityShift = 8;

    /// <summary>Access flag, bit 10: with 0 the first access faults.</summary>
    public const ulong AccessFlagBit = 1ul << 10;

    /// <summary>nG, bit 11: the entry belongs to one ASID.</summary>
    public const ulong NotGlobalBit = 1ul << 11;

    /// <summary>PXN, bit 53: EL1 must not execute.</summary>
    public const ulong PrivilegedExecuteNeverBit = 1ul << 53;

    /// <summary>UXN, bit 54: EL0 must not execute.</summary>
    public const ulong UserExecuteNeverBit = 1ul << 54;

    /// <summary>Output address or next table, bits 47:12.</summary>
    public const ulong AddressMask = 0x0000_FFFF_FFFF_F000;

    /// <summary>All permission bits: AP, PXN, UXN.</summary>
    public const ulong ProtectionMask = UserAccessBit | ReadOnlyBit | PrivilegedExecuteNeverBit | UserExecuteNeverBit;

    // Hardware ignores bits 11:2 of a table descriptor. The kernel keeps there the number of valid entries of the
    // table it points to, so that it detects an empty table without reading 512 entries.
    private const int CountShift = 2;
    private const ulong CountMask = 0x3FFul << CountShift;
    private const ulong CountOne = 1ul << CountShift;

    /// <summary>The descriptor's bits.</summary>
    public readonly ulong Bits;

    /// <summary>Wraps a value read from a table.</summary>
    public Descriptor(ulong bits) => Bits = bits;

    /// <summary>The descriptor that maps nothing.</summary>
    public static Descriptor Invalid => default;

    /// <summary>Valid bit.</summary>
    public bool IsValid => (Bits & ValidBit) != 0;

    /// <summary>True for a table descriptor; meaningful at levels 0 to 2 (at level 3 the same bits mean a page).</summary>
    public bool IsTable => (Bits & (ValidBit | TableOrPageBit)) == (ValidBit | TableOrPageBit);

    /// <summary>The output address of a leaf, or the address of the next table.</summary>
    public PhysicalAddress Address => new(Bits & AddressMask);

    /// <summary>Number of valid entries in the table a table descriptor points to.</summary>
    public uint Count => (uint)((Bits & CountMask) >> CountShift);

    /// <summary>The same table descriptor with one more valid entry.</summary>
    public Descriptor WithOneMore => new(Bits + CountOne);

    /// <summary>The same table descriptor with one valid entry less; its count is not 0.</summary>
    public Descriptor WithOneLess => new(Bits - CountOne);

    /// <summary>The same table descriptor with <paramref name="entries"/> more valid entries.</summary>
    public Descriptor WithMore(uint entries) => new(Bits + (entries * CountOne));

    /// <summary>The same table descriptor with <paramref name="entries"/> fewer valid entries; its count is larger than that.</summary>
    public Descriptor WithLess(uint entries) => new(Bits - (entries * CountOne));

    /// <summary>The same leaf with other rights.</summary>
    public Descriptor WithProtection(Protection protection) => new((Bits & ~ProtectionMask) | protection.DescriptorBits);

    /// <summary>The rights of a leaf.</summary>
    public Protection Protection => Protection.FromDescriptorBits(Bits & ProtectionMask);

    /// <summary>The kind of memory a leaf maps.</summary>
    public MemoryKind Kind => MemoryAttributes.KindOf((Bits & AttrIndxMask) >> AttrIndxShift);

    /// <summary>A table descriptor to the table at <paramref name="table"/> with <paramref name="count"/> valid entries.</summary>
    public static Descriptor Table(PhysicalAddress table, uint count)
        => new(table.Value | ((ulong)count << CountShift) | TableOrPageBit | ValidBit);

    /// <summary>
    /// A leaf at <paramref name="size"/>'s level: <paramref name="attributes"/> as made by <see cref="LeafAttributes"/>,
    /// <paramref name="output"/> aligned to the size.
    /// </summary>
    public static Descriptor Leaf(PhysicalAddress output, MappingSize size, ulong attributes)
        => new(output.Value | attributes | (size == MappingSize.Page4KiB ? TableOrPageBit | ValidBit : ValidBit));

    /// <summary>The attribute bits of a leaf: rights, kind of memory, access flag set; nG unless <paramref name="global"/>.</summary>
    public static ulong LeafAttributes(Protection protection, MemoryKind kind, bool global)
        => protection.DescriptorBits | MemoryAttributes.DescriptorBits(kind) | AccessFlagBit | (global ? 0 : NotGlobalBit);

    /// <summary>
    /// One of a block's 512 parts as a descriptor one level down: part <paramref name="index"/>, of size <paramref name="size"/>.
    /// </summary>
    public Descriptor Part(uint index, MappingSize size)
    {
        ulong part = Bits + ((ulong)index << size.Shift());
        return new Descriptor(size == MappingSize.Page4KiB ? part | TableOrPageBit : part);
    }
}
