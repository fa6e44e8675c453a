// The list of suites that bench= runs.

using RustKernel.SelfTests;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Suite <c>bench</c> alone: benchmarks are no part of <c>test=all</c>.</summary>
internal sealed class BenchmarkSuites : SuiteList
{
    internal static readonly BenchmarkSuites Instance = new();

    /// <inheritdoc/>
    public override int Count => 1;

    /// <inheritdoc/>
    public override TestSuite At(int index) => BenchmarkSuite.Instance;
}
