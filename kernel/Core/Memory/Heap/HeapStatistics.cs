// Counters of the kernel heap.

namespace RustKernel.Memory.Heap;

/// <summary>A snapshot of the heap, exact; O(1) to read.</summary>
public struct HeapStatistics
{
    /// <summary>Bytes of all regions taken from the source.</summary>
    public ulong SizeBytes;

    /// <summary>Most bytes ever taken from the source at one time (high-water mark).</summary>
    public ulong PeakSizeBytes;

    /// <summary>Bytes in blocks handed out, headers and padding included.</summary>
    public ulong UsedBytes;

    /// <summary>Most <see cref="UsedBytes"/> ever (high-water mark).</summary>
    public ulong PeakUsedBytes;

    /// <summary>Blocks handed out now.</summary>
    public ulong Blocks;

    /// <summary>Successful allocations since the start.</summary>
    public ulong Allocations;

    /// <summary>Allocations refused for want of memory since the start.</summary>
    public ulong Failures;

    /// <summary>Regions now.</summary>
    public ulong Regions;
}
