namespace RustKernel.Memory.Objects;

/// <summary>A snapshot of one object pool's counters, exact; O(1) to read.</summary>
public struct PoolStatistics
{
    /// <summary>All slots.</summary>
    public uint Capacity;

    /// <summary>Objects now.</summary>
    public uint Used;

    /// <summary>Most objects ever at one time (high-water mark).</summary>
    public uint Peak;
}
