using RustKernel.Drivers.Tests.Bcm;
using RustKernel.Services.Watchdog;
using Xunit;

namespace RustKernel.Drivers.Tests.Services;

/// <summary>The service's part of the watchdog: armed when it counts, fed while clients ask.</summary>
public sealed class FedWatchdogTests
{
    private const uint QuarterSecond = 16_384;
    private readonly FakePowerBlock _device = new();

    private FedWatchdog<FakeBus> Watchdog(bool isTrusted = false) => new(new FakeBus(_device), isTrusted);

    private void Ask(FedWatchdog<FakeBus> watchdog, int times)
    {
        for (int i = 0; i < times; i++)
        {
            watchdog.Feed();
            _device.Pass(QuarterSecond);
        }
    }

    [Fact]
    public void One_that_counts_is_armed_and_strikes_when_nobody_asks_for_sixteen_seconds()
    {
        FedWatchdog<FakeBus> watchdog = Watchdog();
        Ask(watchdog, 1000);
        Assert.Equal(FeedingState.Armed, watchdog.State);
        Assert.Null(_device.Outcome);
        _device.Pass(15 * 65_536);
        Assert.Null(_device.Outcome);
        _device.Pass(65_536);
        Assert.Equal("reset into 0", _device.Outcome);
    }

    [Fact]
    public void One_that_stands_still_is_never_armed()
    {
        _device.StandsStill = true;
        FedWatchdog<FakeBus> watchdog = Watchdog();
        Ask(watchdog, 1000);
        Assert.Equal(FeedingState.StandsStill, watchdog.State);
        Assert.Null(_device.Outcome);
    }

    [Fact]
    public void One_that_is_trusted_is_armed_at_once()
    {
        _device.StandsStill = true;
        Ask(Watchdog(isTrusted: true), 1);
        Assert.Equal("reset into 0", _device.Outcome);
    }

    [Fact]
    public void A_successor_goes_on_feeding()
    {
        Ask(Watchdog(), 10);
        FedWatchdog<FakeBus> successor = Watchdog();
        Ask(successor, 100);
        Assert.Equal(FeedingState.Armed, successor.State);
        Assert.Null(_device.Outcome);
    }
}
