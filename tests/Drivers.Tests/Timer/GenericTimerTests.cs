using System;
using RustKernel.Drivers.GenericTimer;
using Xunit;

namespace RustKernel.Drivers.Tests.Timer;

public sealed class GenericTimerTests
{
    private const uint Rate = 100;

    private readonly GenericTimer<FakeTimer> _timer = new();

    [Theory]
    [InlineData(54_000_000)]
    [InlineData(62_500_000)]
    [InlineData(24_576_001)]
    public void A_hundred_ticks_a_second_for_a_million_ticks_though_handlers_are_late(ulong frequency)
    {
        FakeTimer.Reset(frequency, counter: 12_345);
        Assert.Equal(ErrorCode.None, _timer.Initialise(0));
        ulong start = _timer.ReadCounter();
        TickSchedule schedule = TickSchedule.Create(start, _timer.FrequencyHz, Rate).Value;
        _timer.SetCompare(schedule.DueCounter);
        _timer.Start();
        Random random = new(3);
        while (schedule.Ticks < 1_000_000)
        {
            FakeTimer.RunUntilInterrupt();
            FakeTimer.Pass((ulong)random.NextInt64(random.Next(50) == 0 ? (long)frequency / 20 : 2000));
            schedule.Advance(_timer.ReadCounter());
            _timer.SetCompare(schedule.DueCounter);
            if (FakeTimer.Line)
            {
                Assert.Fail("the interrupt stays asserted behind its handler");
            }
        }

        // The last tick belongs exactly there, whatever the handlers' total lateness.
        Assert.Equal(start + (ulong)((UInt128)(schedule.Ticks + 1) * frequency / Rate), schedule.DueCounter);
        Assert.Equal((UInt128)schedule.Ticks, (UInt128)(FakeTimer.Counter - start) * Rate / frequency);
        Assert.True(schedule.Missed > 0);
    }

    [Fact]
    public void Asserts_only_when_started_and_due()
    {
        FakeTimer.Reset(54_000_000, counter: 1000, control: 1);
        Assert.True(_timer.IsAsserted);
        _timer.Initialise(0);
        Assert.False(_timer.IsAsserted || FakeTimer.Line);
        _timer.SetCompare(2000);
        _timer.Start();
        Assert.False(_timer.IsAsserted);
        FakeTimer.Pass(1000);
        Assert.True(_timer.IsAsserted && FakeTimer.Line);
        _timer.SetCompare(2001);
        Assert.False(_timer.IsAsserted);
        FakeTimer.Pass(1);
        _timer.Stop();
        Assert.False(_timer.IsAsserted || FakeTimer.Line);
    }

    [Theory]
    [InlineData(54_000_000, 0, 54_000_000)]
    [InlineData(0, 24_000_000, 24_000_000)]
    [InlineData(62_500_000, 24_000_000, 24_000_000)] // the tree corrects firmware
    [InlineData(62_500_000, 3, 62_500_000)]
    [InlineData(1_000_000_000, 0, 1_000_000_000)]
    public void Frequency_comes_from_the_plausible_source(ulong claimed, ulong tree, ulong expected)
    {
        FakeTimer.Reset(claimed, 0);
        Assert.Equal(ErrorCode.None, _timer.Initialise(tree));
        Assert.Equal(expected, _timer.FrequencyHz);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999_999, 0)]
    [InlineData(0xFFFF_FFFF, 0xFFFF_FFFF)]
    public void No_plausible_frequency_is_said(ulong claimed, ulong tree)
    {
        FakeTimer.Reset(claimed, 0);
        Assert.Equal(ErrorCode.NotFound, _timer.Initialise(tree));
        Assert.Equal(0ul, _timer.FrequencyHz);
    }

    [Theory]
    [InlineData(1, false, 0b01111, TimerKind.Virtual)]
    [InlineData(1, false, 0b00010, TimerKind.Physical)]
    [InlineData(2, false, 0b01111, TimerKind.HypervisorPhysical)]
    [InlineData(2, true, 0b11111, TimerKind.HypervisorPhysical)]
    [InlineData(2, true, 0b10000, TimerKind.HypervisorVirtual)]
    public void Kind_follows_the_exception_level(uint level, bool vhe, uint available, TimerKind expected)
        => Assert.Equal(expected, TimerKinds.Choose(level, vhe, available).Value);

    [Theory]
    [InlineData(1, 0b11001)]
    [InlineData(2, 0b10111)]
    public void No_usable_timer_is_said(uint level, uint available)
        => Assert.Equal(ErrorCode.NotFound, TimerKinds.Choose(level, false, available).Error);

    [Fact]
    public void Other_levels_are_refused() => Assert.Equal(ErrorCode.InvalidArgument, TimerKinds.Choose(3, false, 31).Error);
}
