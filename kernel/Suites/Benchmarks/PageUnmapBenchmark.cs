// Benchmark page.unmap_4k: one page out of the kernel's tables, including TLB maintenance.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;

namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// Unmaps one page of the scratch region in each round and completes the flush; the last round also frees the tables.
/// </summary>
internal struct PageUnmapBenchmark : IBenchmark
{
    private PhysicalAddress _frame;
    private VirtualAddress _page;
    private ErrorCode _error;

    /// <inheritdoc/>
    public ErrorCode Begin()
    {
        Result<PhysicalAddress> frame = KernelMemory.Frames.Allocate(FrameUse.Test);
        _frame = frame.Value;
        ErrorCode error = frame.Error;
        for (int i = 0; i < Measurement.Rounds && error == ErrorCode.None; i++)
        {
            error = KernelMemory.Tables.Map(PageOf(i), _frame, FrameSize.Bytes, Protection.KernelReadWrite, MemoryKind.Normal);
        }

        return error;
    }

    /// <inheritdoc/>
    public void Prepare(int round) => _page = PageOf(round);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() => _error = KernelMemory.Tables.Unmap(_page, FrameSize.Bytes).Complete();

    /// <inheritdoc/>
    public readonly ErrorCode Keep(int round) => _error;

    /// <inheritdoc/>
    public readonly ErrorCode End(int rounds) => KernelMemory.Frames.Free(_frame, FrameUse.Test);

    private static VirtualAddress PageOf(int round) => new(MemoryLayout.ScratchBase + ((ulong)round * FrameSize.Bytes));
}
