// MAIR_EL1 and the descriptor bits that select from it, in one place so that they stay consistent.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Paging;

/// <summary>The attribute table of the system. [DDI0487 D24.2 MAIR_EL1]</summary>
public static class MemoryAttributes
{
    /// <summary>Attr for <see cref="MemoryKind.Normal"/>: inner and outer write-back, non-transient, read and write allocate.</summary>
    public const ulong NormalWriteBack = 0xFF;

    /// <summary>Attr for <see cref="MemoryKind.Device"/>: Device-nGnRE.</summary>
    public const ulong DevicenGnRE = 0x04;

    /// <summary>Attr for <see cref="MemoryKind.NormalNonCached"/>: inner and outer non-cacheable.</summary>
    public const ulong NonCacheable = 0x44;

    /// <summary>The value of MAIR_EL1 that every table made here needs: Attr0, Attr1, Attr2.</summary>
    public const ulong MAIR_EL1 = NormalWriteBack | (DevicenGnRE << 8) | (NonCacheable << 16);

    /// <summary>Number of kinds, and of bytes used in MAIR_EL1.</summary>
    public const ulong KindCount = 3;

    /// <summary>
    /// AttrIndx and SH of a leaf of <paramref name="kind"/>: normal memory is inner shareable,
    /// device memory outer (the CPU treats it so anyway).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong DescriptorBits(MemoryKind kind)
        => ((ulong)kind << Descriptor.AttrIndxShift)
            | ((kind == MemoryKind.Device ? 0b10ul : 0b11ul) << Descriptor.ShareabilityShift);

    /// <summary>The kind for an AttrIndx of <paramref name="attrIndx"/> (one that <see cref="DescriptorBits"/> produced).</summary>
    public static MemoryKind KindOf(ulong attrIndx) => (MemoryKind)attrIndx;
}
