// In place of kernel/Suites: an image without tests says so.

using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>No suites: every name on the command line is an unknown one.</summary>
internal sealed class AllSuites : SuiteList
{
    internal static readonly AllSuites Instance = new();

    /// <inheritdoc/>
    public override int Count => 0;

    /// <inheritdoc/>
    public override TestSuite At(int index) => null!;
}
