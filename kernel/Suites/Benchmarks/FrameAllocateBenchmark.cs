// Benchmark frame.allocate: single frames, one after another.

using System.Runtime.CompilerServices;
using RustKernel.Memory;
using RustKernel.Memory.Frames;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Allocates one frame in each round and keeps it until the end.</summary>
internal struct FrameAllocateBenchmark : IBenchmark
{
    private Result<PhysicalAddress> _frame;
    private KeptAddresses _kept;

    /// <inheritdoc/>
    public readonly ErrorCode Begin() => ErrorCode.None;

    /// <inheritdoc/>
    public readonly void Prepare(int round)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() => _frame = KernelMemory.Frames.Allocate(FrameUse.Test);

    /// <inheritdoc/>
    public ErrorCode Keep(int round)
    {
        _kept[round] = _frame.Value;
        return _frame.Error;
    }

    /// <inheritdoc/>
    public ErrorCode End(int rounds)
    {
        ErrorCode error = ErrorCode.None;
        for (int i = 0; i < rounds && error == ErrorCode.None; i++)
        {
            error = KernelMemory.Frames.Free(_kept[i], FrameUse.Test);
        }

        return error;
    }
}
