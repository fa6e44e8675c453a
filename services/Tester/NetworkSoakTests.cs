// Suite networksoak: the parts of suite network that take minutes.

using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>Groups of the peer's cases, played as in <see cref="NetworkTests"/>.</summary>
[Suite("networksoak", 215, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class NetworkSoakTests
{
    [Test]
    private static void Mutated() => NetworkTests.Play("mutated_long");

    [Test]
    private static void Transfer() => NetworkTests.Play("transfer_long");
}
