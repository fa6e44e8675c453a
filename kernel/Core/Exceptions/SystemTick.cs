using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Scheduling;
using RustKernel.Smp;

namespace RustKernel.Exceptions;

/// <summary>
/// The periodic 100 Hz tick. Each CPU has its own, on its own timer, with its own schedule in its block. It moves the
/// compare value by whole periods and never sets it from the clock, so it does not drift.
/// </summary>
public sealed class SystemTick : InterruptHandler
{
    /// <summary>Ticks a second.</summary>
    public const uint RateHz = 100;

    /// <summary>The one tick.</summary>
    public static readonly SystemTick Instance = new();

    private static TimerDevice? s_timer;
    private static uint s_line;

    private static FastMode s_mode;

    private SystemTick()
    {
    }

    /// <summary>The calling CPU's ticks since its start, including late ones.</summary>
    public static ulong Ticks => PerCpu.Current.Tick.Ticks;

    /// <summary>The calling CPU's ticks whose own interrupt never came because the next one was already due.</summary>
    public static ulong Missed => PerCpu.Current.Tick.Missed;

    /// <summary>Counter value at which the calling CPU's next tick is due.</summary>
    public static ulong DueCounter => PerCpu.Current.Tick.DueCounter;

    /// <summary>The ticks of CPU <paramref name="cpu"/>, which may take one at this moment.</summary>
    public static ulong TicksOf(int cpu) => PerCpu.At(cpu).Tick.ObserveTicks();

    /// <summary>The timer in use; null before <see cref="Start"/>.</summary>
    public static TimerDevice? Timer => s_timer;

    /// <summary>
    /// Starts the boot CPU's tick on <paramref name="timer"/>, whose interrupt is registered to
    /// <see cref="Instance"/>. InvalidArgument: the timer's frequency does not allow 100 Hz.
    /// </summary>
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

    /// <summary>Starts the calling CPU's tick on the boot CPU's timer. InvalidState when the boot CPU's tick does not run.</summary>
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
            SetPath(ref cpu);
        }

        return schedule.Error;
    }

    /// <summary>
    /// The tick comes as <paramref name="line"/> from the virtual timer, through a GICv3: TickPath.S may handle it.
    /// Before <see cref="Start"/>.
    /// </summary>
    public static void AllowPath(Intid line) => s_line = line.Value;

    /// <summary>
    /// The command line's mode of the fast path also applies to TickPath.S: Off, Checked or else. Before <see cref="Start"/>, so that no
    /// other CPU takes a tick in between.
    /// </summary>
    public static void UseMode(FastMode mode) => s_mode = mode;

    // From now on TickPath.S handles the calling CPU's ticks, or none.
    private static void SetPath(ref CpuBlock cpu)
    {
        uint line = cpu.Tick.HasWholePeriod && (s_mode & (FastMode.Off | FastMode.Checked)) == 0 ? s_line : 0;
        if (cpu.TickLine != line)
        {
            cpu.TickLine = line;
        }
    }

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        TimerDevice timer = s_timer!;
        ref CpuBlock cpu = ref PerCpu.Current;
        if ((s_mode & FastMode.Checked) != 0 && s_line != 0 && cpu.Tick.HasWholePeriod)
        {
            TickCheck.Take(ref cpu, timer);
        }
        else
        {
            timer.SetCompare(Take(ref cpu, timer.ReadCounter()));
        }
    }

    // The work of a tick at that time, and the next compare value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Take(ref CpuBlock cpu, ulong now)
    {
        if (cpu.Tick.Advance(now) != 0)
        {
            Deadlines.BeginTick(ref cpu);
        }

        if (cpu.WatchTicks - 1 < cpu.Tick.Ticks)
        {
            WorkWatch.Tell(ref cpu);
        }

        // 0 means none: minus 1 it is later than any time.
        if (Deadlines.Nearest(ref cpu) - 1 < now)
        {
            ExpireDeadlines(ref cpu, now);
        }

        return Nearest(ref cpu);
    }

    /// <summary>
    /// Sets the calling CPU's compare value again, because its nearest deadline has changed. Does
    /// nothing before <see cref="Start"/>.
    /// </summary>
    public static void Rearm(ref CpuBlock cpu) => s_timer?.SetCompare(cpu.IsTickless ? NearestDeadline(ref cpu) : Nearest(ref cpu));

    /// <summary>This CPU goes to sleep: its nearest deadline wakes it, ticks do not. <see cref="EndSleep"/> follows.</summary>
    public static void BeginSleep(ref CpuBlock cpu)
    {
        cpu.IsTickless = true;
        Deadlines.BeginTick(ref cpu);
        Rearm(ref cpu);
    }

    /// <summary>Counts the ticks that passed during the sleep; the next comes at its normal time.</summary>
    public static void EndSleep(ref CpuBlock cpu)
    {
        cpu.IsTickless = false;
        if (s_timer is TimerDevice timer)
        {
            cpu.Tick.Advance(timer.ReadCounter());
            timer.SetCompare(Nearest(ref cpu));
        }
    }

    /// <summary>
    /// This CPU sleeps until counter value <paramref name="until"/> at most; ticks and deadlines
    /// also wake it. <see cref="EndNap"/> follows.
    /// </summary>
    public static void BeginNap(ref CpuBlock cpu, ulong until)
    {
        ulong nearest = Nearest(ref cpu);
        s_timer?.SetCompare(until < nearest ? until : nearest);
    }

    /// <summary>Ends <see cref="BeginNap"/>.</summary>
    public static void EndNap(ref CpuBlock cpu) => s_timer?.SetCompare(Nearest(ref cpu));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Nearest(ref CpuBlock cpu)
    {
        ulong tick = cpu.Tick.DueCounter;
        ulong deadline = Deadlines.Nearest(ref cpu);
        return deadline - 1 < tick ? deadline : tick;
    }

    // A compare value that is never reached means no deadline.
    private static ulong NearestDeadline(ref CpuBlock cpu)
    {
        ulong deadline = Deadlines.Nearest(ref cpu);
        return deadline == 0 ? long.MaxValue : deadline;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ExpireDeadlines(ref CpuBlock cpu, ulong now)
    {
        KernelLock.Enter();
        Deadlines.Expire(ref cpu, now);
        KernelLock.Leave();
    }
}
