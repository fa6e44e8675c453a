using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Panic;

namespace RustKernel.Memory;

/// <summary>Gives the kernel's own translation tables their frames, from <see cref="KernelMemory.Frames"/>.</summary>
public readonly struct TableFrames : ITableFrames
{
    /// <inheritdoc/>
    public Result<PhysicalAddress> AllocateTable() => KernelMemory.Frames.AllocateZeroed(FrameUse.PageTables);

    /// <inheritdoc/>
    public void FreeTable(PhysicalAddress table)
    {
        if (KernelMemory.Frames.Free(table, FrameUse.PageTables) != ErrorCode.None)
        {
            KernelPanic.Because("a translation table's frame was not the allocator's"u8);
        }
    }
}
