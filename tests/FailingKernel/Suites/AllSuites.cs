// The suites of the failing kernel: one that passes, one with a failure in it.

using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Replaces the kernel's own list.</summary>
internal sealed class AllSuites : SuiteList
{
    internal static readonly AllSuites Instance = new();

    /// <inheritdoc/>
    public override int Count => 2;

    /// <inheritdoc/>
    public override TestSuite At(int index) => index switch
    {
        0 => BootSuite.Instance,
        _ => FailingSuite.Instance,
    };
}
