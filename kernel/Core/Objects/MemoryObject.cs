// Pages that processes map: anonymous ones that appear when touched, or a fixed range of physical memory.

using RustKernel.Memory.Paging;

namespace RustKernel.Objects;

/// <summary>
/// One memory object. The pages of an anonymous one are in a table of two levels of frames, 512
/// entries each: at most 1 GiB. An entry of the root may also name a whole block of 2 MiB.
/// </summary>
public struct MemoryObject : IKernelObject
{
    /// <summary>In <see cref="Mapper"/>: several processes have mapped it.</summary>
    public const uint ManyMappers = uint.MaxValue;

    /// <summary>Largest anonymous object.</summary>
    public const ulong MaximumBytes = 1ul << 30;

    /// <summary>Bookkeeping.</summary>
    public ObjectHeader Header;

    /// <summary>Size, a multiple of 4096.</summary>
    public ulong SizeBytes;

    /// <summary>Fixed objects: where the range begins. Anonymous ones: the page table's root frame, 0 until the first page.</summary>
    public ulong Base;

    /// <summary>Its pages, including its own table's frames; charged to the owner's frames.</summary>
    public uint Frames;

    /// <summary>Memory or device registers.</summary>
    public MemoryKind Kind;

    /// <summary>True for a fixed range that does not belong to the allocator (the boot archive, device registers).</summary>
    public bool IsFixed;

    /// <summary>
    /// True when at least one 2 MiB part of it is a block (<see cref="RustKernel.Spaces.MemoryObjects.Commit"/>), so mappings may
    /// be blocks, too.
    /// </summary>
    public bool HasBlocks;

    /// <summary>True when a device has its addresses.</summary>
    public bool IsForDma;

    /// <summary>
    /// The slot of the process that has mapped it; 0: none has; <see cref="ManyMappers"/>. It stays when the mappings go.
    /// </summary>
    public uint Mapper;

    /// <summary>The port that provides missing pages; none: they are zero.</summary>
    public Notice Pager;

    /// <summary>The source of its first bytes, copied when they are touched; none: they are zero.</summary>
    public MemorySource Source;

    /// <summary>While it is taken apart: the next entry of the root.</summary>
    public uint FreeCursor;

    /// <summary>The same within that entry's table.</summary>
    public uint LeafCursor;

    static ObjectKind IKernelObject.Kind => ObjectKind.Memory;

    /// <summary>Its slot.</summary>
    public readonly Slot<MemoryObject> Slot => new(Header.Slot);
}

/// <summary>A part of another memory object. It holds a reference to it.</summary>
public struct MemorySource
{
    /// <summary>Slot of the object; 0: none.</summary>
    public uint Object;

    /// <summary>Where the part begins, a multiple of 4096.</summary>
    public ulong Offset;

    /// <summary>Its size in bytes; after it, everything is zero.</summary>
    public ulong SizeBytes;
}
