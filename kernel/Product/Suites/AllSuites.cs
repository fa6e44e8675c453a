// In place of kernel/Suites: an image without tests says so.

using RustKernel.SelfTests;

namespace RustKernel;

/// <summary>No suites: every name on the command line is an unknown one.</summary>
internal sealed class Suites : SuiteList
{
    internal static readonly Suites Instance = new();

    /// <inheritdoc/>
    public override int Count => 0;

    /// <inheritdoc/>
    public override TestSuite At(int index) => null!;
}
