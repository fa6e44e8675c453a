// Benchmark frame.run_2m: a contiguous run of 2 MiB.

using System.Runtime.CompilerServices;
using RustKernel.Memory;
using RustKernel.Memory.Frames;

namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// Allocates 512 frames in a row, aligned to 2 MiB, in each round. Holds at most 8 runs at a time,
/// so that small machines have enough memory.
/// </summary>
internal struct FrameRunBenchmark : IBenchmark
{
    private const int Held = 8;

    private Result<PhysicalAddress> _run;
    private KeptAddresses _kept;

    /// <inheritdoc/>
    public readonly ErrorCode Begin() => ErrorCode.None;

    /// <inheritdoc/>
    public readonly void Prepare(int round)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() => _run = KernelMemory.Frames.AllocateRun(FrameSize.BlockFrames, FrameSize.BlockBytes, FrameUse.Test);

    /// <inheritdoc/>
    public ErrorCode Keep(int round)
    {
        _kept[round] = _run.Value;
        return _run.IsOk && round % Held == Held - 1 ? FreeFrom(round - Held + 1, round + 1) : _run.Error;
    }

    /// <inheritdoc/>
    public ErrorCode End(int rounds) => FreeFrom(rounds - (rounds % Held), rounds);

    private ErrorCode FreeFrom(int first, int endExclusive)
    {
        ErrorCode error = ErrorCode.None;
        for (int i = first; i < endExclusive && error == ErrorCode.None; i++)
        {
            error = KernelMemory.Frames.FreeRun(_kept[i], FrameSize.BlockFrames, FrameUse.Test);
        }

        return error;
    }
}
