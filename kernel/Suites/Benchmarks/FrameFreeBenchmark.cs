// Benchmark frame.free: single frames, not in the order in which they were allocated.

using System.Runtime.CompilerServices;
using RustKernel.Memory;
using RustKernel.Memory.Frames;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Frees one frame in each round.</summary>
internal struct FrameFreeBenchmark : IBenchmark
{
    // Odd, so that every frame has its turn: the number of rounds is a power of two.
    private const int Stride = 37;

    private PhysicalAddress _frame;
    private ErrorCode _error;
    private KeptAddresses _kept;

    /// <inheritdoc/>
    public ErrorCode Begin()
    {
        for (int i = 0; i < Measurement.Rounds; i++)
        {
            Result<PhysicalAddress> frame = KernelMemory.Frames.Allocate(FrameUse.Test);
            if (!frame.IsOk)
            {
                return frame.Error;
            }

            _kept[i] = frame.Value;
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public void Prepare(int round) => _frame = _kept[round * Stride % Measurement.Rounds];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() => _error = KernelMemory.Frames.Free(_frame, FrameUse.Test);

    /// <inheritdoc/>
    public readonly ErrorCode Keep(int round) => _error;

    /// <inheritdoc/>
    public readonly ErrorCode End(int rounds) => ErrorCode.None;
}
