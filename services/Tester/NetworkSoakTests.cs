// Suite networksoak: what takes minutes of suite network.

using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>Groups of the peer's, as <see cref="NetworkTests"/> plays them.</summary>
[Suite("networksoak", 215, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class NetworkSoakTests
{
    [Test]
    private static void Mutated() => NetworkTests.Play("mutated_long");

    [Test]
    private static void Transfer() => NetworkTests.Play("transfer_long");
}
