using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

/// <summary>Nodes for ending the machine, and interrupts that are no GIC's.</summary>
public sealed class PowerNodeTests
{
    private static readonly byte[] s_tree = Tool.Compile("power-and-lines");

    private static DeviceTreeNode Node(string compatible)
    {
        DeviceTreeBlob.Open(s_tree, out DeviceTreeBlob tree);
        return tree.FindCompatible(Encoding.ASCII.GetBytes(compatible));
    }

    [Theory]
    [InlineData("test,whole", 0x10044ul, 0x5555u, uint.MaxValue, 4u)]
    [InlineData("test,masked", 0x100FCul, 0x20u, 0xF0u, 4u)]
    [InlineData("test,old", 0x10000ul, 0x77u, uint.MaxValue, 4u)]
    [InlineData("test,by-reg", 0x2000Ful, 0x1u, uint.MaxValue, 1u)]
    [InlineData("test,of-the-parent", 0x10020ul, 0x5555u, uint.MaxValue, 4u)]
    public void A_command_is_a_register_with_bits(string name, ulong address, uint value, uint mask, uint width)
    {
        Result<SysconCommand> command = SysconCommand.Read(Node(name));
        Assert.Equal(ErrorCode.None, command.Error);
        Assert.Equal(
            (address, value, mask, width),
            (command.Value.Address, command.Value.Value, command.Value.Mask, command.Value.WidthBytes));
    }

    [Theory]
    [InlineData("test,behind", ErrorCode.Corrupt)]
    [InlineData("test,crooked", ErrorCode.Corrupt)]
    [InlineData("test,empty", ErrorCode.Corrupt)]
    [InlineData("test,nowhere", ErrorCode.NotFound)]
    [InlineData("test,unplaced", ErrorCode.NotFound)]
    [InlineData("test,turned", ErrorCode.NotSupported)]
    [InlineData("test,does-not-exist", ErrorCode.NotFound)]
    public void What_makes_no_sense_is_an_error(string name, ErrorCode error) => Assert.Equal(error, SysconCommand.Read(Node(name)).Error);

    [Fact]
    public void A_line_is_a_pin_of_a_controller()
    {
        Assert.Equal(ErrorCode.None, GpioLine.Read(Node("test,pin"), out GpioLine line));
        Assert.Equal((3u, true), (line.Pin, line.IsActiveLow));
        Assert.True(line.Controller.IsCompatible("arm,pl061"u8));
        Assert.Equal(ErrorCode.NotSupported, GpioLine.Read(Node("test,wide-pin"), out _));
        Assert.Equal(ErrorCode.NotSupported, GpioLine.Read(Node("test,short-pin"), out _));
        Assert.Equal(ErrorCode.NotFound, GpioLine.Read(Node("test,no-pin"), out _));
        Assert.Equal(ErrorCode.NotFound, GpioLine.Read(Node("test,does-not-exist"), out _));
    }

    [Theory]
    [InlineData("test,banked", 0, 98u)]
    [InlineData("test,banked", 1, 61u)]
    [InlineData("test,banked", 2, 89u)]
    [InlineData("test,banked", 3, null)]
    [InlineData("test,banked", 4, null)]
    [InlineData("test,banked", 5, null)]
    [InlineData("test,own", 0, 19u)]
    [InlineData("test,own", 1, 25u)]
    [InlineData("test,own", 2, null)]
    public void Banks_and_cores_are_numbered_as_a_GIC_would(string name, int index, uint? intid)
    {
        Assert.Equal(ErrorCode.None, Node(name).Interrupt(index, out DeviceTreeInterrupt interrupt));
        Result<GicInterrupt> decoded = GicInterrupt.Decode(in interrupt);
        Assert.Equal(intid is null ? ErrorCode.Corrupt : ErrorCode.None, decoded.Error);
        Assert.Equal(intid ?? 0, decoded.Value.Intid);
        Assert.False(decoded.Value.IsEdge);
    }
}
