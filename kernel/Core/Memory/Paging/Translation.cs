namespace RustKernel.Memory.Paging;

/// <summary>What a virtual address translates to.</summary>
public readonly struct Translation
{
    /// <summary>The physical address of the byte asked for.</summary>
    public readonly PhysicalAddress Address;

    /// <summary>Size of the leaf that maps it.</summary>
    public readonly MappingSize Size;

    /// <summary>Rights.</summary>
    public readonly Protection Protection;

    /// <summary>Kind of memory.</summary>
    public readonly MemoryKind Kind;

    internal Translation(PhysicalAddress address, MappingSize size, Descriptor leaf)
    {
        Address = address;
        Size = size;
        Protection = leaf.Protection;
        Kind = leaf.Kind;
    }
}
