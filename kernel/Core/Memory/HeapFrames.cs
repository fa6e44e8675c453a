using RustKernel.Memory.Frames;
using RustKernel.Memory.Heap;
using RustKernel.Panic;

namespace RustKernel.Memory;

/// <summary>Gives the kernel heap its runs, from <see cref="KernelMemory.Frames"/>.</summary>
public readonly struct HeapFrames : IHeapSource
{
    /// <inheritdoc/>
    public Result<PhysicalAddress> AllocateFrames(ulong frames) =>
        KernelMemory.Frames.AllocateRun(frames, FrameSize.Bytes, FrameUse.Heap);

    /// <inheritdoc/>
    public void FreeFrames(PhysicalAddress start, ulong frames)
    {
        if (KernelMemory.Frames.FreeRun(start, frames, FrameUse.Heap) != ErrorCode.None)
        {
            KernelPanic.Because("a heap region's frames were not the allocator's"u8);
        }
    }
}
