// The suites that a kernel image carries; the composition root makes the list.

namespace RustKernel.SelfTests;

/// <summary>All suites of this image, in the order of <c>test=all</c>.</summary>
public abstract class SuiteList
{
    /// <summary>How many suites there are.</summary>
    public abstract int Count { get; }

    /// <summary>Suite <paramref name="index"/>, 0 to Count - 1.</summary>
    public abstract TestSuite At(int index);
}
