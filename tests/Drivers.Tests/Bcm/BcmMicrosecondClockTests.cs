using RustKernel.Drivers.BcmSystemTimer;
using Xunit;

namespace RustKernel.Drivers.Tests.Bcm;

public sealed class BcmMicrosecondClockTests
{
    private readonly FakeSystemTimer _device = new();

    private BcmMicrosecondClock<FakeBus> Clock => new(new FakeBus(_device));

    [Theory]
    [InlineData(0x0000_0000_0000_0000)]
    [InlineData(0x0000_0001_FFFF_FFFE)]
    [InlineData(0x0000_0001_FFFF_FFFF)]
    [InlineData(0x0000_0002_0000_0000)]
    [InlineData(0x7FFF_FFFF_FFFF_FFFD)]
    public void A_carry_between_the_halves_is_never_torn(ulong start)
    {
        _device.Now = start;
        ulong before = _device.Now;
        ulong read = Clock.ReadMicroseconds().Value;
        Assert.InRange(read, before, _device.Now);
    }

    [Fact]
    public void Never_goes_back_across_a_carry()
    {
        _device.Now = 0x3_FFFF_FF00;
        for (ulong last = 0, i = 0; i < 500; i++)
        {
            ulong now = Clock.ReadMicroseconds().Value;
            Assert.True(now > last);
            last = now;
        }
    }

    [Fact]
    public void A_clock_gone_wild_is_said()
    {
        _device.MicrosecondsPerRead = 1ul << 32;
        Assert.Equal(ErrorCode.DeviceError, Clock.ReadMicroseconds().Error);
    }
}
