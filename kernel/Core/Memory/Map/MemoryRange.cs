// A span of physical addresses: how boot code, the memory map and the frame allocator describe RAM.

namespace RustKernel.Memory.Map;

/// <summary>Physical addresses from <see cref="Start"/> to before <see cref="EndExclusive"/>.</summary>
public readonly struct MemoryRange
{
    /// <summary>First address, in bytes.</summary>
    public readonly ulong Start;

    /// <summary>Length in bytes; may be 0.</summary>
    public readonly ulong SizeBytes;

    /// <summary>
    /// The range of <paramref name="sizeBytes"/> bytes from <paramref name="start"/>; any values, the users of it check them.
    /// </summary>
    public MemoryRange(ulong start, ulong sizeBytes)
    {
        Start = start;
        SizeBytes = sizeBytes;
    }

    /// <summary>First address after the range; a malformed one wraps round at 2^64.</summary>
    public ulong EndExclusive => Start + SizeBytes;

    /// <summary>True when both share at least one byte; neither may wrap round.</summary>
    public bool Overlaps(MemoryRange other) => Start < other.EndExclusive && other.Start < EndExclusive;

    /// <summary>True when <paramref name="address"/> lies inside.</summary>
    public bool Contains(ulong address) => address - Start < SizeBytes;
}
