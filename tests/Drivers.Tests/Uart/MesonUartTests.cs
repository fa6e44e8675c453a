using RustKernel.Drivers.MesonUart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class MesonUartTests : LineUartTests<MesonUartDevice<FakeBus>, FakeMesonUart>
{
    protected override MesonUartDevice<FakeBus> Uart => new(new FakeBus(Device));

    [Fact]
    public void A_damaged_byte_is_taken_and_told_once()
    {
        Device.SetUpByFirmware("");
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
    }
}
