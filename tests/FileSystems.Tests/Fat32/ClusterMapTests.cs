using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

/// <summary>The known part of a chain of clusters.</summary>
public sealed class ClusterMapTests
{
    private const uint Runs = 10_000;

    [Fact]
    public void A_file_in_ten_thousand_pieces_has_each_of_them_where_it_is()
    {
        ClusterMap map = new();
        for (uint i = 0; i < Runs; i++)
        {
            map.Add(2 + (2 * i), 1);
        }

        Assert.Equal(Runs, map.Known);
        for (uint i = 0; i < Runs; i++)
        {
            Assert.True(map.TryGet(i, out uint cluster, out uint count));
            Assert.Equal((2 + (2 * i), 1u), (cluster, count));
        }
    }
}
