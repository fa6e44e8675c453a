// The kernel's one frame allocator, translation table and heap, and what connects them.

using RustKernel.Arm64;

namespace RustKernel.Memory;

/// <summary>
/// Memory management of the running kernel. <see cref="StartFrames"/>, <see cref="StartTables"/> and <see cref="StartHeap"/> are called once, in this order,
/// by start-up; afterwards callers hold the kernel lock or are alone.
/// </summary>
public static class KernelMemory
{
    private static FrameAllocator<DirectMap> s_frames;
    private static TranslationTable<DirectMap, TableFrames, HardwareTlb> s_tables;
    private static KernelHeap<DirectMap, HeapFrames> s_heap;

    /// <summary>The frames of all banks.</summary>
    public static ref FrameAllocator<DirectMap> Frames => ref s_frames;

    /// <summary>The upper half's tables.</summary>
    public static ref TranslationTable<DirectMap, TableFrames, HardwareTlb> Tables => ref s_tables;

    /// <summary>The heap for raw blocks.</summary>
    public static ref KernelHeap<DirectMap, HeapFrames> Heap => ref s_heap;

    /// <summary>All counters now; O(1).</summary>
    public static MemoryStatistics Statistics => new()
    {
        Frames = s_frames.Statistics,
        Heap = s_heap.Statistics,
        KernelTables = s_tables.Statistics,
    };

    /// <summary>Hands the RAM of <paramref name="map"/> to the allocator. Every usable range is in the direct map. Errors as <see cref="FrameAllocator{TMemory}.Initialize"/>.</summary>
    public static ErrorCode StartFrames(in MemoryMap map) => s_frames.Initialize(in map, default(DirectMap));

    /// <summary>Takes a root for the upper half. Errors as <see cref="TranslationTable{TMemory,TFrames,TTlb}.Initialize"/>.</summary>
    public static ErrorCode StartTables(int physicalAddressBits) =>
        s_tables.Initialize(default, default, default, AddressHalf.Upper, default, physicalAddressBits);

    /// <summary>Makes the heap ready; it takes frames when first used.</summary>
    public static ErrorCode StartHeap() => s_heap.Initialize(default, default);
}
