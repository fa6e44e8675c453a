// What the heap knows of 64 KiB of its addresses.

using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>One unit of heap addresses: part of nothing, a block of small objects, or of a large object.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockInfo
{
    internal const uint Free = 0;
    internal const uint Small = 1;
    internal const uint Large = 2;
    internal const uint LargeRest = 3;

    /// <summary>A free unit of an extent.</summary>
    internal const uint Reserved = 4;

    /// <summary>What the unit is.</summary>
    internal uint Kind;

    /// <summary>
    /// Bytes of a slot of a block of small objects; units of a large object; how far back its first
    /// unit is, for the rest.
    /// </summary>
    internal uint Size;

    /// <summary>Slots that exist so far: the pages under them are there.</summary>
    internal uint Slots;

    /// <summary>The unit's bytes that have pages.</summary>
    internal uint Committed;

    /// <summary>The extent that it lies in.</summary>
    internal uint Extent;

    /// <summary>The bytes of a block of small objects whose pages are there and zero, or in use.</summary>
    internal uint Ready;

    /// <summary>The first free slot, 0 none; valid between a collection and the class taking the block.</summary>
    internal ulong FreeSlots;

    /// <summary>The next block of the class with free slots, as unit + 1; 0 none.</summary>
    internal uint Next;

    /// <summary>A large object's bytes.</summary>
    internal uint Bytes;

    /// <summary>All of the unit's pages were made at once, with those around it; those above <see cref="Committed"/> are zero.</summary>
    internal bool IsMade;
}
