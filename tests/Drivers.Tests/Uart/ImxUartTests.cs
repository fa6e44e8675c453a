using RustKernel.Drivers.ImxUart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class ImxUartTests : LineUartTests<ImxUartDevice<FakeBus>, FakeImxUart>
{
    protected override ImxUartDevice<FakeBus> Uart => new(new FakeBus(Device));

    [Fact]
    public void A_damaged_byte_is_taken_and_told()
    {
        Device.SetUpByFirmware("");
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
    }

    [Fact]
    public void A_rate_above_a_sixteenth_of_the_clock_is_refused()
        => Assert.Equal(ErrorCode.InvalidArgument, Uart.Initialise(ClockHz, 2_000_000));
}
