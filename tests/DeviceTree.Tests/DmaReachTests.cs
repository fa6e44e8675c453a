using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

/// <summary>The memory that a device reaches, on a tree of our own.</summary>
public sealed class DmaReachTests
{
    private const ulong Page = 0x1000;

    [Theory]
    [InlineData("test,everything", 0ul, ulong.MaxValue, 0ul)]
    [InlineData("test,same", 0ul, ulong.MaxValue, 0ul)]
    [InlineData("test,shifted", 0ul, 0x3FFF_FFFFul, 0xC000_0000ul)]
    [InlineData("test,cut", 0ul, 0xFFFul, 0x2000ul)]
    public void Windows_come_through_every_bus(string name, ulong start, ulong last, ulong deviceStart)
    {
        Result<DmaReach> reach = Of(name);
        Assert.Equal(ErrorCode.None, reach.Error);
        Assert.Equal((start, last, deviceStart), (reach.Value.Start, reach.Value.Last, reach.Value.DeviceStart));
        Assert.Equal(last + 1, reach.Value.Limit);
    }

    [Theory]
    [InlineData("test,nothing", ErrorCode.NotSupported)]
    [InlineData("test,cells", ErrorCode.Corrupt)]
    [InlineData("test,over", ErrorCode.Corrupt)]
    public void What_leaves_no_window_or_makes_no_sense_is_an_error(string name, ErrorCode error) => Assert.Equal(error, Of(name).Error);

    [Fact]
    public void What_is_outside_has_no_address_of_the_devices()
    {
        DmaReach reach = Of("test,shifted").Value;
        Assert.Equal(0xC000_5000ul, reach.ToDevice(0x5000, Page).Value);
        Assert.Equal(0xFFFF_F000ul, reach.ToDevice(0x3FFF_F000, Page).Value);
        Assert.Equal(ErrorCode.NotSupported, reach.ToDevice(0x3FFF_F000, Page + 1).Error);
        Assert.Equal(ErrorCode.NotSupported, reach.ToDevice(0x4000_0000, 1).Error);
        Assert.Equal(ErrorCode.NotSupported, reach.ToDevice(ulong.MaxValue, 2).Error);
        Assert.Equal(ulong.MaxValue, DmaReach.Everything.ToDevice(ulong.MaxValue, 1).Value);
    }

    private static Result<DmaReach> Of(string name)
    {
        Assert.Equal(DeviceTreeError.None, DeviceTreeBlob.Open(Tool.Compile("dma-windows"), out DeviceTreeBlob tree));
        DeviceTreeNode node = tree.FindCompatible(Encoding.ASCII.GetBytes(name));
        Assert.True(node.Exists);
        return node.DmaReach;
    }
}
