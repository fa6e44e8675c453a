// The suites of this image.

using RustKernel.SelfTests;

namespace RustKernel;

/// <summary>The kernel's own suites, in the order of <c>test=all</c>.</summary>
internal sealed class Suites : SuiteList
{
    internal static readonly Suites Instance = new();

    /// <inheritdoc/>
    public override int Count => 5;

    /// <inheritdoc/>
    public override TestSuite At(int index) => index switch
    {
        0 => BootSuite.Instance,
        1 => LangSuite.Instance,
        2 => InterruptSuite.Instance,
        3 => TimerSuite.Instance,
        _ => SmpSuite.Instance,
    };
}
