using RustKernel.Drivers.ArmadaUart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class ArmadaUartTests : LineUartTests<ArmadaUartDevice<FakeBus>, FakeArmadaUart>
{
    protected override ArmadaUartDevice<FakeBus> Uart => new(new FakeBus(Device));

    [Fact]
    public void A_damaged_byte_is_taken_and_told_once()
    {
        Device.SetUpByFirmware("");
        Assert.Equal(ErrorCode.None, Uart.Adopt());
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
    }
}
