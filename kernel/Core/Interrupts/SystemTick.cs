// The 100 Hz tick: counts, and moves the timer's compare value one period on. Never set anew from the clock, so it does not drift.

namespace RustKernel;

/// <summary>The boot CPU's periodic tick.</summary>
public sealed class SystemTick : InterruptHandler
{
    /// <summary>Ticks a second.</summary>
    public const uint RateHz = 100;

    /// <summary>The one tick.</summary>
    public static readonly SystemTick Instance = new();

    private static TimerDevice? s_timer;
    private static TickSchedule s_schedule;

    private SystemTick()
    {
    }

    /// <summary>Ticks that have passed since <see cref="Start"/>, late ones included.</summary>
    public static ulong Ticks => s_schedule.Ticks;

    /// <summary>Ticks whose own interrupt never came because the next one was due already.</summary>
    public static ulong Missed => s_schedule.Missed;

    /// <summary>Counter value at which the next tick is due.</summary>
    public static ulong DueCounter => s_schedule.DueCounter;

    /// <summary>The timer in use; null before <see cref="Start"/>.</summary>
    public static TimerDevice? Timer => s_timer;

    /// <summary>Starts the tick on <paramref name="timer"/>, whose interrupt is registered to <see cref="Instance"/>. InvalidArgument: the timer's frequency does not allow 100 Hz.</summary>
    public static ErrorCode Start(TimerDevice timer)
    {
        Result<TickSchedule> schedule = TickSchedule.Create(timer.ReadCounter(), timer.FrequencyHz, RateHz);
        if (!schedule.IsOk)
        {
            return schedule.Error;
        }

        s_timer = timer;
        s_schedule = schedule.Value;
        timer.SetCompare(s_schedule.DueCounter);
        timer.Start();
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        TimerDevice timer = s_timer!;
        s_schedule.Advance(timer.ReadCounter());
        timer.SetCompare(s_schedule.DueCounter);
    }
}
