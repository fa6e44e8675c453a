using System.Text;
using RustKernel.Drivers.Lpuart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

/// <summary>The LPUART of i.MX parts.</summary>
public sealed class LpuartTests : LineUartTests<LpuartDevice<FakeBus>, FakeLpuart>
{
    protected override LpuartDevice<FakeBus> Uart => At(Device, "fsl,imx8qxp-lpuart");

    [Theory]
    [InlineData("fsl,imx7ulp-lpuart", 0x10, false)]
    [InlineData("fsl,ls1028a-lpuart", 0, false)]
    [InlineData("fsl,ls1021a-lpuart", 0, true)]
    public void Registers_are_where_the_name_says(string name, uint start, bool isBigEndian)
    {
        FakeLpuart device = new() { Start = start, IsBigEndian = isBigEndian };
        LpuartDevice<FakeBus> uart = At(device, name);
        Assert.Equal(ErrorCode.None, uart.Initialise(ClockHz, 115_200));
        Assert.Equal(ErrorCode.None, uart.WriteByte(0x5A, 10));
        Assert.Equal(ErrorCode.None, uart.Flush(100));
        Assert.Equal([0x5A], device.Sent);
        Assert.Equal(115_384u, device.BitsPerSecond);
    }

    [Fact]
    public void A_character_below_firmware_s_level_is_there_and_interrupts()
    {
        Device.SetUpByFirmware("abc");
        Assert.Equal(ErrorCode.None, Uart.Adopt());
        Device.Arrive(7);
        Assert.Equal((byte)7, Uart.ReadByte().Value);
        Uart.EnableReceiveInterrupt();
        Device.Arrive(8);
        Assert.True(Device.InterruptLine);
        Assert.Equal((byte)8, Uart.ReadByte().Value);
        Assert.False(Device.InterruptLine);
        Assert.Equal("abc", Encoding.ASCII.GetString([.. Device.Sent]));
    }

    [Fact]
    public void A_damaged_byte_is_taken_and_told_once_and_an_overrun_is_cleared()
    {
        Device.SetUpByFirmware("");
        Assert.Equal(ErrorCode.None, Uart.Adopt());
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
        Device.Overrun();
        Assert.Equal(ErrorCode.WouldBlock, Uart.ReadByte().Error);
        Device.Arrive(3);
        Assert.Equal((byte)3, Uart.ReadByte().Value);
    }

    private static LpuartDevice<FakeBus> At(FakeLpuart device, string name)
        => new(new LpuartWindow<FakeBus>(new FakeBus(device), LpuartLayout.Of(Encoding.ASCII.GetBytes(name))));
}
