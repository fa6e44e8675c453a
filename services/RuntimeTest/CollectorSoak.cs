// Suite gcsoak: the collector for minutes. By name only.

using RustKernel.SelfTests;

namespace RustKernel.RuntimeTest;

[Suite("gcsoak", 210, ByNameOnly = true, Seconds = 3600)]
internal static partial class CollectorSoak
{
    // Through 16 MB.
    [Test]
    private static void TenGigabytes() => CollectorCases.Allocate(50 * CollectorCases.Megabytes);
}
