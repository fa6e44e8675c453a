using RustKernel.Drivers.MsmUart;
using Xunit;

namespace RustKernel.Drivers.Tests.Uart;

public sealed class MsmUartTests : LineUartTests<MsmUartDevice<FakeBus>, FakeMsmUart>
{
    protected override MsmUartDevice<FakeBus> Uart => new(new FakeBus(Device));

    [Theory]
    [InlineData(7_372_800, 115_200)]
    [InlineData(1_843_200, 38_400)]
    [InlineData(19_200_000, 115_200)] // 10.4: no such divisor
    public void The_divisor_is_one_of_the_table(ulong clockHz, uint baud)
    {
        bool isThere = clockHz / 16 / baud is 4 or 3;
        Assert.Equal(isThere ? ErrorCode.None : ErrorCode.InvalidArgument, Uart.Initialise(clockHz, baud));
    }

    [Fact]
    public void A_damaged_byte_is_taken_and_told_once()
    {
        Assert.Equal(ErrorCode.None, Uart.Initialise(ClockHz, 115_200));
        Device.Arrive(1, isDamaged: true);
        Device.Arrive(2);
        Assert.Equal(ErrorCode.DeviceError, Uart.ReadByte().Error);
        Assert.Equal((byte)2, Uart.ReadByte().Value);
    }
}
