// What the heap knows about 64 KiB of its addresses.

using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>One unit of heap addresses: unused, a block of small objects, or part of a large object.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockInfo
{
    internal const uint Free = 0;
    internal const uint Small = 1;
    internal const uint Large = 2;
    internal const uint LargeRest = 3;

    /// <summary>A free unit of an extent.</summary>
    internal const uint Reserved = 4;

    /// <summary>The kind of the unit.</summary>
    internal uint Kind;

    /// <summary>
    /// For a block of small objects, bytes of a slot; for a large object, its units; for its other units, the distance back to its first
    /// unit.
    /// </summary>
    internal uint Size;

    /// <summary>Slots that exist so far: their pages exist.</summary>
    internal uint Slots;

    /// <summary>The unit's bytes that have pages.</summary>
    internal uint Committed;

    /// <summary>The extent that contains it.</summary>
    internal uint Extent;

    /// <summary>Bytes of a block of small objects whose pages exist and are zero, or are in use.</summary>
    internal uint Ready;

    /// <summary>The first free slot, 0: none. Valid between a collection and the time when the class takes the block.</summary>
    internal ulong FreeSlots;

    /// <summary>The next block of the class with free slots, as unit + 1; 0: none.</summary>
    internal uint Next;

    /// <summary>A large object's bytes.</summary>
    internal uint Bytes;

    /// <summary>All pages of the unit were made at once, with those around it; the pages above <see cref="Committed"/> are zero.</summary>
    internal bool IsMade;
}
