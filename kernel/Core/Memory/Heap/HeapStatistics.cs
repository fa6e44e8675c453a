namespace RustKernel.Memory.Heap;

/// <summary>A snapshot of the kernel heap's counters, exact; O(1) to read.</summary>
public struct HeapStatistics
{
    /// <summary>Bytes of all regions taken from the source.</summary>
    public ulong SizeBytes;

    /// <summary>Most bytes ever taken from the source at one time (high-water mark).</summary>
    public ulong PeakSizeBytes;

    /// <summary>Bytes in allocated blocks, with headers and padding.</summary>
    public ulong UsedBytes;

    /// <summary>The highest <see cref="UsedBytes"/> ever (high-water mark).</summary>
    public ulong PeakUsedBytes;

    /// <summary>Blocks allocated now.</summary>
    public ulong Blocks;

    /// <summary>Successful allocations since the start.</summary>
    public ulong Allocations;

    /// <summary>Allocations that failed for lack of memory since the start.</summary>
    public ulong Failures;

    /// <summary>Regions now.</summary>
    public ulong Regions;
}
