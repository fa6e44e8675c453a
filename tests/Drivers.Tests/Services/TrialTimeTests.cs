using RustKernel.Services.Watchdog;
using Xunit;

namespace RustKernel.Drivers.Tests.Services;

public sealed class TrialTimeTests
{
    private const ulong Hertz = 54_000_000;

    // 0; an hour, which a reset did not clear.
    [Theory]
    [InlineData(0)]
    [InlineData(3600 * Hertz)]
    public void A_trial_lasts_a_minute_from_the_kernels_entry(ulong entry)
    {
        Assert.False(TrialTime.IsOver(entry, entry, Hertz));
        Assert.False(TrialTime.IsOver(entry + (60 * Hertz), entry, Hertz));
        Assert.True(TrialTime.IsOver(entry + (60 * Hertz) + 1, entry, Hertz));
    }
}
