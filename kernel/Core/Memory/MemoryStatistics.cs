using RustKernel.Memory.Frames;
using RustKernel.Memory.Heap;
using RustKernel.Memory.Paging;

namespace RustKernel.Memory;

/// <summary>
/// A snapshot of frames, heap and kernel tables, taken by their owner, for the boot log, the shell and the suites. O(1) to
/// fill.
/// </summary>
public struct MemoryStatistics
{
    /// <summary>The frame allocator.</summary>
    public FrameStatistics Frames;

    /// <summary>The kernel heap.</summary>
    public HeapStatistics Heap;

    /// <summary>The kernel's translation tables (upper half).</summary>
    public PagingStatistics KernelTables;
}
