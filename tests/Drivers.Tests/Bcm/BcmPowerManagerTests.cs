using RustKernel.Drivers.BcmWatchdog;
using Xunit;

namespace RustKernel.Drivers.Tests.Bcm;

public sealed class BcmPowerManagerTests
{
    private readonly FakePowerBlock _device = new();

    private BcmPowerManager<FakeBus> Power => new(new FakeBus(_device));

    [Fact]
    public void Restart_resets_into_the_default_partition()
    {
        _device.Write32(0x20, 0x5A00_1555);
        Power.Restart();
        Assert.Equal("reset into 0", _device.Outcome);
        Assert.Equal(0x1000u, _device.Status);
    }

    [Fact]
    public void Power_off_asks_for_the_halt_partition()
    {
        Power.PowerOff();
        Assert.Equal("off", _device.Outcome);
        Assert.Equal(0x1555u, _device.Status);
    }

    [Fact]
    public void A_reset_that_never_strikes_times_out()
    {
        _device.Broken = true;
        Assert.Equal(ErrorCode.TimedOut, Power.Restart());
        Assert.Equal(ErrorCode.TimedOut, Power.PowerOff());
    }

    [Fact]
    public void Watchdog_can_be_armed_fed_and_stopped()
    {
        Assert.False(Power.IsArmed);
        Assert.Equal(ErrorCode.None, Power.Arm(BcmPowerManager<FakeBus>.CountsPerSecond));
        Assert.True(Power.IsArmed);
        _device.Pass(60_000);
        Assert.InRange(Power.RemainingCounts, 1u, 5_536u);
        Power.Arm(BcmPowerManager<FakeBus>.CountsPerSecond);
        _device.Pass(60_000);
        Assert.Null(_device.Outcome);
        Power.Disarm();
        Assert.False(Power.IsArmed);
        _device.Pass(1_000_000);
        Assert.Null(_device.Outcome);
        Power.Arm(5);
        _device.Pass(5);
        Assert.Equal("reset into 0", _device.Outcome);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x10_0000u)]
    public void Impossible_times_are_refused(uint counts)
    {
        Assert.Equal(ErrorCode.InvalidArgument, Power.Arm(counts));
        Assert.False(Power.IsArmed);
    }
}
