// Replaces kernel/Suites in an image without tests, which reports that it has none.

using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>No suites: every name on the command line is unknown.</summary>
internal sealed class AllSuites : SuiteList
{
    internal static readonly AllSuites Instance = new();

    /// <inheritdoc/>
    public override int Count => 0;

    /// <inheritdoc/>
    public override TestSuite At(int index) => null!;
}
