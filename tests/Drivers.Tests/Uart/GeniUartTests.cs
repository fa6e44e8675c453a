using RustKernel.Drivers.GeniUart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class GeniUartTests : LineUartTests<GeniUartDevice<FakeBus>, FakeGeniUart>
{
    protected override GeniUartDevice<FakeBus> Uart => new(new FakeBus(Device));

    [Fact]
    public void A_damaged_byte_is_taken_and_told_once()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, 115_200));
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
    }

    [Fact]
    public void An_engine_that_is_no_uart_is_left_alone()
    {
        Device.SetUpByFirmware("");
        Device.Protocol = 3;
        Assert.Equal(ErrorCode.InvalidState, Uart.Adopt());
        Assert.Equal(ErrorCode.NotSupported, Uart.Initialise(ClockHz, 115_200));
        Assert.Equal(76_800u, Device.BitsPerSecond);
    }
}
