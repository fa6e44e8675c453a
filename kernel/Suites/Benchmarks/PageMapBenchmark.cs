// Benchmark page.map_4k: one page into the kernel's tables.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Maps one more page of the scratch region in each round; the first round also makes the tables.</summary>
internal struct PageMapBenchmark : IBenchmark
{
    private PhysicalAddress _frame;
    private VirtualAddress _page;
    private ErrorCode _error;

    /// <inheritdoc/>
    public ErrorCode Begin()
    {
        Result<PhysicalAddress> frame = KernelMemory.Frames.Allocate(FrameUse.Test);
        _frame = frame.Value;
        return frame.Error;
    }

    /// <inheritdoc/>
    public void Prepare(int round) => _page = new VirtualAddress(MemoryLayout.ScratchBase + ((ulong)round * FrameSize.Bytes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() =>
        _error = KernelMemory.Tables.Map(_page, _frame, FrameSize.Bytes, Protection.KernelReadWrite, MemoryKind.Normal);

    /// <inheritdoc/>
    public readonly ErrorCode Keep(int round) => _error;

    /// <inheritdoc/>
    public ErrorCode End(int rounds)
    {
        ErrorCode error = rounds == 0
            ? ErrorCode.None
            : KernelMemory.Tables.Unmap(new VirtualAddress(MemoryLayout.ScratchBase), (ulong)rounds * FrameSize.Bytes).Complete();
        return error == ErrorCode.None ? KernelMemory.Frames.Free(_frame, FrameUse.Test) : error;
    }
}
