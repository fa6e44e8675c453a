// The 100 Hz tick: counts, and moves the timer's compare value one period on. Never set anew from the clock, so it does not drift.

using RustKernel.Arm64;

namespace RustKernel;

/// <summary>The periodic tick. Each CPU has its own, on its own timer, with its own schedule in its block.</summary>
public sealed class SystemTick : InterruptHandler
{
    /// <summary>Ticks a second.</summary>
    public const uint RateHz = 100;

    /// <summary>The one tick.</summary>
    public static readonly SystemTick Instance = new();

    private static TimerDevice? s_timer;

    private SystemTick()
    {
    }

    /// <summary>The calling CPU's ticks since its start, late ones included.</summary>
    public static ulong Ticks => PerCpu.Current.Tick.Ticks;

    /// <summary>The calling CPU's ticks whose own interrupt never came because the next one was due already.</summary>
    public static ulong Missed => PerCpu.Current.Tick.Missed;

    /// <summary>Counter value at which the calling CPU's next tick is due.</summary>
    public static ulong DueCounter => PerCpu.Current.Tick.DueCounter;

    /// <summary>The timer in use; null before <see cref="Start"/>.</summary>
    public static TimerDevice? Timer => s_timer;

    /// <summary>Starts the boot CPU's tick on <paramref name="timer"/>, whose interrupt is registered to <see cref="Instance"/>. InvalidArgument: the timer's frequency does not allow 100 Hz.</summary>
    public static ErrorCode Start(TimerDevice timer)
    {
        s_timer = timer;
        ErrorCode error = StartCpu(ref PerCpu.Current);
        if (error != ErrorCode.None)
        {
            s_timer = null;
        }

        return error;
    }

    /// <summary>Starts the calling CPU's tick on the timer that the boot CPU's runs on. InvalidState when that one does not run.</summary>
    public static ErrorCode StartCpu(ref CpuBlock cpu)
    {
        if (s_timer is not TimerDevice timer)
        {
            return ErrorCode.InvalidState;
        }

        Result<TickSchedule> schedule = TickSchedule.Create(timer.ReadCounter(), timer.FrequencyHz, RateHz);
        if (schedule.IsOk)
        {
            cpu.Tick = schedule.Value;
            timer.SetCompare(cpu.Tick.DueCounter);
            timer.Start();
        }

        return schedule.Error;
    }

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        TimerDevice timer = s_timer!;
        ref CpuBlock cpu = ref PerCpu.Current;
        cpu.Tick.Advance(timer.ReadCounter());
        timer.SetCompare(cpu.Tick.DueCounter);
    }
}
