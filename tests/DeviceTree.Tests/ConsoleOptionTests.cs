using System.Text;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

/// <summary>console= as a device of the tree.</summary>
public sealed class ConsoleOptionTests
{
    private static readonly byte[] s_tree = Tool.Compile("power-and-lines");

    private static DeviceTreeConsole Resolve(string value)
    {
        DeviceTreeBlob.Open(s_tree, out DeviceTreeBlob tree);
        return ConsoleOption.Resolve(tree, Encoding.ASCII.GetBytes(value));
    }

    // serial0 is a PL011, so ttyS0 is the first enabled device of its family, which serial3 belongs to.
    [Theory]
    [InlineData("ttyAMA0", 0x1000ul)]
    [InlineData("ttyAMA1", 0x7000ul)]
    [InlineData("ttyS0", 0x3000ul)]
    [InlineData("ttyS3,115200n8", 0x4000ul)]
    [InlineData("ttyS1", 0x4000ul)]
    [InlineData("ttyS2", 0x6000ul)]
    [InlineData("ttymxc0", 0x5000ul)]
    [InlineData("ttyMSM0", 0x8000ul)]
    [InlineData("ttyMSM1", 0x9000ul)]
    [InlineData("ttyMV0", 0xa000ul)]
    [InlineData("ttySC0", 0xb000ul)]
    [InlineData("ttyLP0", 0xc000ul)]
    [InlineData("serial3", 0x4000ul)]
    [InlineData("/soc/serial@3000,9600", 0x3000ul)]
    public void A_line_has_an_address(string value, ulong address)
    {
        DeviceTreeConsole console = Resolve(value);
        Assert.Equal(address, console.Node.Register(0).Value.Start);
        Assert.Equal(value.Contains("115200") ? 115200u : value.Contains("9600") ? 9600u : 0, console.BitsPerSecond);
    }

    [Theory]
    [InlineData("ttyS4")]
    [InlineData("ttyS")]
    [InlineData("ttyS1234")]
    [InlineData("ttyAMA2")]
    [InlineData("ttyPS0")]
    [InlineData("tty0")]
    [InlineData("serial1")]
    [InlineData("/soc/serial@2000")]
    [InlineData("/soc/nothing")]
    [InlineData(",115200")]
    [InlineData("")]
    public void What_is_not_there_is_no_console(string value) => Assert.False(Resolve(value).Node.Exists);

    [Fact]
    public void A_device_knows_its_letters()
    {
        Assert.Equal("ttyAMA", Letters("/soc/serial@7000"));
        Assert.Equal("ttyS", Letters("/soc/serial@6000"));
        Assert.Equal("ttymxc", Letters("/soc/serial@5000"));
        Assert.Equal("ttyMSM", Letters("/soc/serial@9000"));
        Assert.Equal("ttyLP", Letters("/soc/serial@c000"));
        Assert.Equal("", Letters("/gpio@50000"));
    }

    private static string Letters(string path) => Encoding.ASCII.GetString(ConsoleOption.LettersOf(Resolve(path).Node));
}
