namespace RustKernel.Memory.Paging;

/// <summary>How the CPU treats accesses to a mapping; each kind is one byte of MAIR_EL1, see <see cref="MemoryAttributes"/>.</summary>
public enum MemoryKind
{
    /// <summary>Normal memory, write-back cached, inner shareable: RAM.</summary>
    Normal = 0,

    /// <summary>Device-nGnRE: registers. No gathering, no reordering, early write acknowledgement.</summary>
    Device = 1,

    /// <summary>Normal memory, not cached: buffers shared with devices that do not snoop.</summary>
    NormalNonCached = 2,
}
