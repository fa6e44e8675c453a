// Table frames of the kernel's own tables come from its frame allocator.

using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Panic;

namespace RustKernel.Memory;

/// <summary>Connects translation tables with <see cref="KernelMemory.Frames"/>.</summary>
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
