using System;
using Xunit;

namespace RustKernel.Drivers.Tests.Timer;

public sealed class TickScheduleTests
{
    /// <summary>The schedule's promise, in arithmetic that cannot overflow.</summary>
    private static ulong Due(ulong start, ulong frequency, uint rate, ulong tick)
        => start + (ulong)((UInt128)tick * frequency / rate);

    [Theory]
    [InlineData(54_000_000, 100)] // Raspberry Pi 4
    [InlineData(62_500_000, 100)] // QEMU
    [InlineData(19_200_000, 100)]
    [InlineData(24_576_001, 100)] // not divisible
    [InlineData(1_000_003, 7)]
    [InlineData(1_000_000_000, 9_999)]
    [InlineData(10_000, 10_000)]
    public void A_million_ticks_drift_by_nothing(ulong frequency, uint rate)
    {
        const ulong start = 987_654_321;
        TickSchedule schedule = TickSchedule.Create(start, frequency, rate).Value;
        Random random = new(7);
        for (ulong tick = 1; tick <= 1_000_000; tick++)
        {
            if (schedule.DueCounter != Due(start, frequency, rate, tick))
            {
                Assert.Fail($"tick {tick} is due at {schedule.DueCounter}");
            }

            ulong late = (ulong)random.NextInt64((long)(frequency / rate));
            if (schedule.Advance(schedule.DueCounter + late) != 1)
            {
                Assert.Fail($"tick {tick} was not one tick");
            }
        }

        Assert.Equal(1_000_000ul, schedule.Ticks);
        Assert.Equal(0ul, schedule.Missed);
        Assert.Equal(Due(start, frequency, rate, 1_000_001), schedule.DueCounter);
    }

    [Theory]
    [InlineData(54_000_000, 100)]
    [InlineData(24_576_001, 100)]
    [InlineData(1_000_003, 7)]
    [InlineData(4_294_967_296, 10_000)]
    public void Missed_ticks_are_counted_and_the_phase_stays(ulong frequency, uint rate)
    {
        const ulong start = 5;
        TickSchedule schedule = TickSchedule.Create(start, frequency, rate).Value;
        Random random = new(11);
        ulong now = start, calls = 0;
        for (int step = 0; step < 20_000; step++)
        {
            now += (ulong)random.NextInt64((long)(step % 100 == 0 ? frequency * 3000 : frequency * 5 / rate));
            ulong before = schedule.Ticks;
            ulong taken = schedule.Advance(now);
            if (taken > 0)
            {
                calls++;
            }

            Assert.Equal(before + taken, schedule.Ticks);
            Assert.Equal(Due(start, frequency, rate, schedule.Ticks + 1), schedule.DueCounter);
            Assert.True(schedule.DueCounter > now && Due(start, frequency, rate, schedule.Ticks) <= now);
        }

        Assert.Equal(schedule.Ticks - calls, schedule.Missed);
    }

    [Fact]
    public void A_jump_of_centuries_overflows_nothing()
    {
        TickSchedule schedule = TickSchedule.Create(0, 54_000_001, 100).Value;
        const ulong now = ulong.MaxValue / 2;
        schedule.Advance(now);
        Assert.Equal(Due(0, 54_000_001, 100, schedule.Ticks + 1), schedule.DueCounter);
        Assert.InRange(schedule.DueCounter - now, 1ul, 540_001ul);
    }

    [Fact]
    public void Too_early_is_no_tick()
    {
        TickSchedule schedule = TickSchedule.Create(100, 1000, 100).Value;
        Assert.Equal(0ul, schedule.Advance(109));
        Assert.Equal(1ul, schedule.Advance(110));
        Assert.Equal(0ul, schedule.Advance(110));
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(99, 100)]
    [InlineData(1000, 10_001)]
    [InlineData(ulong.MaxValue, 100)]
    public void Absurd_rates_are_refused(ulong frequency, uint rate)
        => Assert.Equal(ErrorCode.InvalidArgument, TickSchedule.Create(0, frequency, rate).Error);
}
