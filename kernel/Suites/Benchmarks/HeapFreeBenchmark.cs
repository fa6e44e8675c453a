// Benchmark heap.free: blocks of mixed sizes, between used ones and free ones.

using System.Runtime.CompilerServices;
using RustKernel.Memory;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Frees one block in each round, not in the order of allocation: some have no free neighbour, some have two.</summary>
internal struct HeapFreeBenchmark : IBenchmark
{
    private const int Stride = 37;

    private PhysicalAddress _block;
    private ErrorCode _error;
    private KeptAddresses _kept;

    /// <inheritdoc/>
    public ErrorCode Begin()
    {
        for (int i = 0; i < Measurement.Rounds; i++)
        {
            Result<PhysicalAddress> block = KernelMemory.Heap.Allocate(BlockSizes.Of(i));
            if (!block.IsOk)
            {
                return block.Error;
            }

            _kept[i] = block.Value;
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public void Prepare(int round) => _block = _kept[round * Stride % Measurement.Rounds];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() => _error = KernelMemory.Heap.Free(_block);

    /// <inheritdoc/>
    public readonly ErrorCode Keep(int round) => _error;

    /// <inheritdoc/>
    public readonly ErrorCode End(int rounds) => ErrorCode.None;
}
