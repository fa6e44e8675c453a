// A suite with one test that passes, one that fails, one that is skipped.

using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Fails on purpose.</summary>
[Suite("failing", 1000)]
internal sealed partial class FailingSuite : TestSuite
{
    [Test]
    private static void Passes(ref TestContext context) => context.Equal(4, (ulong)"four"u8.Length, "letters in four"u8);

    [Test]
    private static void Fails(ref TestContext context) => context.Equal(5, (ulong)"four"u8.Length, "letters in five"u8);

    [Test]
    private static void Skips(ref TestContext context) => context.Skip("nothing to try"u8);
}
