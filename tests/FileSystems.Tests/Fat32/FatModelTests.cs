// Random operations against a model.

using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class FatModelTests(ITestOutputHelper output)
{
    // A small volume is sometimes full, and one with small clusters has long chains.
    [Theory]
    [InlineData(2 << 20, 1, 11, 5000)]
    [InlineData(3 << 20, 2, 12, 5000)]
    [InlineData(6 << 20, 8, 13, 5000)]
    [InlineData(64 << 20, 64, 14, 5000)]
    public void Agrees_with_a_dictionary(int bytes, int sectorsInCluster, int seed, int steps)
    {
        FatModel model = new(FatImage.Format(bytes, "-F", "32", "-s", $"{sectorsInCluster}"), seed);
        model.Do(steps, steps / 10);
        output.WriteLine($"{steps} steps, {model.Refused} refused, {model.Full} times full");
        Assert.InRange(model.Refused, steps / 50, steps / 2);
    }

    [Fact]
    [Trait("Run", "soak")]
    public void Agrees_for_ten_million_steps()
    {
        int full = 0;
        for (int round = 0; round < 100; round++)
        {
            FatModel model = new(FatImage.Format(4 << 20, "-F", "32", "-s", $"{1 << (round % 8)}"), 1000 + round);
            model.Do(100_000, 10_000);
            full += model.Full;
        }

        Assert.InRange(full, 1, int.MaxValue);
    }
}
