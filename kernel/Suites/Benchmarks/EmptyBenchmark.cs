// What a measurement costs itself.

using System.Runtime.CompilerServices;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Does nothing: its count is taken off every other one.</summary>
internal struct EmptyBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public readonly ErrorCode Begin() => ErrorCode.None;

    /// <inheritdoc/>
    public readonly void Prepare(int round)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Measured()
    {
    }

    /// <inheritdoc/>
    public readonly ErrorCode Keep(int round) => ErrorCode.None;

    /// <inheritdoc/>
    public readonly ErrorCode End(int rounds) => ErrorCode.None;
}
