// Benchmark heap.allocate: blocks of mixed sizes.

using System.Runtime.CompilerServices;
using RustKernel.Memory;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Allocates one block in each round and keeps it until the end.</summary>
internal struct HeapAllocateBenchmark : IBenchmark
{
    private ulong _sizeBytes;
    private Result<PhysicalAddress> _block;
    private KeptAddresses _kept;

    /// <inheritdoc/>
    public readonly ErrorCode Begin() => ErrorCode.None;

    /// <inheritdoc/>
    public void Prepare(int round) => _sizeBytes = BlockSizes.Of(round);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measured() => _block = KernelMemory.Heap.Allocate(_sizeBytes);

    /// <inheritdoc/>
    public ErrorCode Keep(int round)
    {
        _kept[round] = _block.Value;
        return _block.Error;
    }

    /// <inheritdoc/>
    public ErrorCode End(int rounds)
    {
        ErrorCode error = ErrorCode.None;
        for (int i = 0; i < rounds && error == ErrorCode.None; i++)
        {
            error = KernelMemory.Heap.Free(_kept[i]);
        }

        return error;
    }
}
