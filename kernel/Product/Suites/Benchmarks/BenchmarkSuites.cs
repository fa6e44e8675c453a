// Replaces kernel/Suites/Benchmarks.

using RustKernel.SelfTests;

namespace RustKernel.Suites.Benchmarks;

/// <summary>No benchmarks.</summary>
internal sealed class BenchmarkSuites : SuiteList
{
    internal static readonly BenchmarkSuites Instance = new();

    /// <inheritdoc/>
    public override int Count => 0;

    /// <inheritdoc/>
    public override TestSuite At(int index) => null!;
}
