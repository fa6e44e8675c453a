// Counters of one object pool.

namespace RustKernel.Memory.Objects;

/// <summary>A snapshot of a pool, exact; O(1) to read.</summary>
public struct PoolStatistics
{
    /// <summary>Slots in all.</summary>
    public uint Capacity;

    /// <summary>Objects now.</summary>
    public uint Used;

    /// <summary>Most objects ever at one time (high-water mark).</summary>
    public uint Peak;
}
