namespace RustKernel.Memory.Heap;

/// <summary>Where the kernel heap gets more memory: a source of contiguous frames.</summary>
public interface IHeapSource
{
    /// <summary>A run of <paramref name="frames"/> frames, contents undefined, or <see cref="ErrorCode.OutOfMemory"/>.</summary>
    Result<PhysicalAddress> AllocateFrames(ulong frames);

    /// <summary>Takes back a whole run of <see cref="AllocateFrames"/>.</summary>
    void FreeFrames(PhysicalAddress start, ulong frames);
}
