using RustKernel.Arm64;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Heap;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;
using RustKernel.Smp;

namespace RustKernel.Memory;

/// <summary>
/// Memory management of the running kernel: its one frame allocator, translation table and heap.
/// Start-up calls <see cref="StartFrames"/>, <see cref="StartTables"/> and <see cref="StartHeap"/>
/// once, in this order; afterwards callers of <see cref="Frames"/>, <see cref="Tables"/> and
/// <see cref="Heap"/> hold <see cref="KernelLock"/> or are alone. The methods that allocate and free
/// take the lock themselves.
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

    /// <summary>Allocates a frame for <paramref name="use"/>, under the kernel lock. Errors as the allocator's.</summary>
    public static Result<PhysicalAddress> AllocateFrame(FrameUse use)
    {
        ulong daif = KernelLock.Acquire();
        Result<PhysicalAddress> frame = s_frames.Allocate(use);
        KernelLock.Release(daif);
        return frame;
    }

    /// <summary>Frees a frame, under the kernel lock. Errors as the allocator's.</summary>
    public static ErrorCode FreeFrame(PhysicalAddress frame, FrameUse use)
    {
        ulong daif = KernelLock.Acquire();
        ErrorCode error = s_frames.Free(frame, use);
        KernelLock.Release(daif);
        return error;
    }

    /// <summary>Allocates a block of the heap, under the kernel lock. Errors as the heap's.</summary>
    public static Result<PhysicalAddress> AllocateBlock(ulong sizeBytes)
    {
        ulong daif = KernelLock.Acquire();
        Result<PhysicalAddress> block = s_heap.Allocate(sizeBytes);
        KernelLock.Release(daif);
        return block;
    }

    /// <summary>Frees a block, under the kernel lock. Errors as the heap's.</summary>
    public static ErrorCode FreeBlock(PhysicalAddress block)
    {
        ulong daif = KernelLock.Acquire();
        ErrorCode error = s_heap.Free(block);
        KernelLock.Release(daif);
        return error;
    }

    /// <summary>Maps into the upper half under the kernel lock. Arguments and errors as the table's.</summary>
    public static ErrorCode Map(VirtualAddress address, PhysicalAddress output, ulong sizeBytes, Protection protection, MemoryKind kind)
    {
        ulong daif = KernelLock.Acquire();
        ErrorCode error = s_tables.Map(address, output, sizeBytes, protection, kind, MappingSize.Page4KiB);
        KernelLock.Release(daif);
        return error;
    }

    /// <summary>
    /// Maps RAM that does not belong to the allocator into the direct map, read-only, under the
    /// kernel lock. InvalidArgument: beyond the direct map; otherwise errors as the table's.
    /// </summary>
    public static ErrorCode MapKept(PhysicalAddress start, ulong sizeBytes)
    {
        if (start.Value >= MemoryLayout.DirectMapSizeBytes || sizeBytes > MemoryLayout.DirectMapSizeBytes - start.Value)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong daif = KernelLock.Acquire();
        ErrorCode error = s_tables.Map(
            DirectMap.ToVirtual(start),
            start,
            sizeBytes,
            Protection.KernelReadOnly,
            MemoryKind.Normal,
            MappingSize.Page4KiB);
        KernelLock.Release(daif);
        return error;
    }

    /// <summary>
    /// Unmaps from the upper half, under the kernel lock, and shoots down: when this returns, no CPU
    /// uses the old translation any more, and the frames may be reused. The hardware notifies the
    /// other CPUs (TLBI …IS, then DSB ISH); no interrupt is needed. Errors as the table's.
    /// </summary>
    public static ErrorCode Unmap(VirtualAddress address, ulong sizeBytes)
    {
        ulong daif = KernelLock.Acquire();
        ErrorCode error = s_tables.Unmap(address, sizeBytes).Complete();
        KernelLock.Release(daif);
        return error;
    }

    /// <summary>All counters now; O(1).</summary>
    public static MemoryStatistics Statistics => new()
    {
        Frames = s_frames.Statistics,
        Heap = s_heap.Statistics,
        KernelTables = s_tables.Statistics,
    };

    /// <summary>
    /// Gives the RAM of <paramref name="map"/> to the allocator. Every usable range is in the
    /// direct map. Errors as <see cref="FrameAllocator{TMemory}.Initialize"/>.
    /// </summary>
    public static ErrorCode StartFrames(in MemoryMap map) => s_frames.Initialize(in map, default(DirectMap));

    /// <summary>Allocates a root for the upper half. Errors as <see cref="TranslationTable{TMemory,TFrames,TTlb}.Initialize"/>.</summary>
    public static ErrorCode StartTables(int physicalAddressBits) =>
        s_tables.Initialize(default, default, default, AddressHalf.Upper, default, physicalAddressBits);

    /// <summary>Makes the heap ready; it takes frames on first use.</summary>
    public static ErrorCode StartHeap() => s_heap.Initialize(default, default);
}
