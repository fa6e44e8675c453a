using System;
using System.Linq;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Lines of a machine with a known clock, arriving late as on real hosts.</summary>
public class ClockComparisonTests
{
    private static ClockComparison Compare(int seed, double seconds, double fastPpm, Func<Random, double, double> delay)
    {
        Random random = new(seed);
        return ClockComparison.Of(
            [.. Enumerable
                .Range(0, 150)
                .Select(index => index * seconds / 150)
                .Select(at => (at * (1 + (fastPpm / 1e6)), 3 + at + delay(random, at)))])!;
    }

    private static double Loaded(Random random, double at) => random.NextDouble() * 0.004;

    [Fact]
    public void A_clock_that_is_a_thousandth_wrong_is_noticed_in_six_seconds_on_a_loaded_host()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            ClockComparison slow = Compare(seed, 6, -1000, Loaded), fast = Compare(seed, 6, 1000, Loaded);
            Assert.True(slow.IsWrong && slow.ErrorPpm < 0 && fast.IsWrong && fast.ErrorPpm > 0, $"seed {seed}: {slow}, {fast}");
        }
    }

    [Fact]
    public void A_right_clock_is_never_called_wrong_however_late_lines_come()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            double stall = new Random(seed).NextDouble() * 6;
            Assert.False(Compare(seed, 6, 50, Loaded).IsWrong);
            Assert.False(
                Compare(seed, 6, 0, (random, at) => Loaded(random, at) + (at > stall && at < stall + 0.7 ? 0.05 : 0)).IsWrong,
                $"seed {seed}");
            Assert.False(Compare(seed, 0.7, 0, (random, at) => random.NextDouble() * 0.02).IsWrong);
        }
    }

    [Fact]
    public void Too_little_is_no_comparison()
    {
        Assert.Null(ClockComparison.Of([]));
        Assert.Null(ClockComparison.Of([(1, 1), (2, 2)]));
    }
}
