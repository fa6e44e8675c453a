// Where the kernel heap gets more memory.

namespace RustKernel.Memory.Heap;

/// <summary>A source of contiguous frames for the heap.</summary>
public interface IHeapSource
{
    /// <summary>A run of <paramref name="frames"/> frames, contents undefined, or <see cref="ErrorCode.OutOfMemory"/>.</summary>
    Result<PhysicalAddress> AllocateFrames(ulong frames);

    /// <summary>Takes a run of <see cref="AllocateFrames"/> back, whole.</summary>
    void FreeFrames(PhysicalAddress start, ulong frames);
}
