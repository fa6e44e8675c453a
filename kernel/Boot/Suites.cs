// The suites of this image.

using RustKernel.SelfTests;

namespace RustKernel;

/// <summary>The kernel's own suites, in the order of <c>test=all</c>.</summary>
internal sealed class Suites : SuiteList
{
    internal static readonly Suites Instance = new();

    /// <inheritdoc/>
    public override int Count => 6;

    /// <inheritdoc/>
    public override TestSuite At(int index) => index switch
    {
        0 => BootSuite.Instance,
        1 => LangSuite.Instance,
        2 => MemorySuite.Instance,
        3 => InterruptSuite.Instance,
        4 => TimerSuite.Instance,
        _ => SmpSuite.Instance,
    };
}
