using RustKernel.Drivers.ScifUart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class ScifUartTests : LineUartTests<ScifUartDevice<FakeBus>, FakeScifUart>
{
    protected override ScifUartDevice<FakeBus> Uart => new(new FakeBus(Device));

    [Fact]
    public void A_damaged_byte_is_taken_and_told_once()
    {
        Device.SetUpByFirmware("");
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
        Uart.EnableReceiveInterrupt();
        Assert.False(Device.InterruptLine);
    }

    [Fact]
    public void A_receiver_that_an_overrun_stopped_goes_on()
    {
        Device.SetUpByFirmware("");
        Device.Overrun();
        Assert.Equal(ErrorCode.WouldBlock, Uart.ReadByte().Error);
        Device.Arrive(7);
        Assert.Equal((byte)7, Uart.ReadByte().Value);
    }
}
