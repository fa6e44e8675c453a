// The 100 Hz tick: counts, and moves the timer's compare value one period on. Never set again from the clock, so it does not drift.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Scheduling;
using RustKernel.Smp;

namespace RustKernel.Exceptions;

/// <summary>The periodic tick. Each CPU has its own, on its own timer, with its own schedule in its block.</summary>
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

    /// <summary>The calling CPU's ticks since its start, late ones included.</summary>
    public static ulong Ticks => PerCpu.Current.Tick.Ticks;

    /// <summary>The calling CPU's ticks whose own interrupt never came because the next one was due already.</summary>
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
            SetPath(ref cpu);
        }

        return schedule.Error;
    }

    /// <summary>
    /// The tick comes as <paramref name="line"/> from the virtual timer, through a GICv3: TickPath.S may take it. Before
    /// <see cref="Start"/>.
    /// </summary>
    public static void AllowPath(Intid line) => s_line = line.Value;

    /// <summary>
    /// What the command line says of the fast path goes for TickPath.S, too: Off, Checked or else. Before <see cref="Start"/>, so that no
    /// other CPU takes a tick meanwhile.
    /// </summary>
    public static void UseMode(FastMode mode) => s_mode = mode;

    // TickPath.S takes the ticks of the calling CPU from now on, or takes none.
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

    // What a tick at that time is, and the next compare value.
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

        // 0 means none; less 1 it is later than any time.
        if (Deadlines.Nearest(ref cpu) - 1 < now)
        {
            ExpireDeadlines(ref cpu, now);
        }

        return Nearest(ref cpu);
    }

    /// <summary>
    /// The nearest deadline of the calling CPU has changed: sets its compare value again. Nothing
    /// before <see cref="Start"/>.
    /// </summary>
    public static void Rearm(ref CpuBlock cpu) => s_timer?.SetCompare(cpu.IsTickless ? NearestDeadline(ref cpu) : Nearest(ref cpu));

    /// <summary>This CPU goes to sleep: it wakes for its nearest deadline, not for ticks. <see cref="EndSleep"/> follows.</summary>
    public static void BeginSleep(ref CpuBlock cpu)
    {
        cpu.IsTickless = true;
        Deadlines.BeginTick(ref cpu);
        Rearm(ref cpu);
    }

    /// <summary>The ticks that passed in the sleep are counted, the next comes when it would have come.</summary>
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
    /// wake it, too. <see cref="EndNap"/> follows.
    /// </summary>
    public static void BeginNap(ref CpuBlock cpu, ulong until)
    {
        ulong nearest = Nearest(ref cpu);
        s_timer?.SetCompare(until < nearest ? until : nearest);
    }

    /// <summary>The end of <see cref="BeginNap"/>.</summary>
    public static void EndNap(ref CpuBlock cpu) => s_timer?.SetCompare(Nearest(ref cpu));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Nearest(ref CpuBlock cpu)
    {
        ulong tick = cpu.Tick.DueCounter;
        ulong deadline = Deadlines.Nearest(ref cpu);
        return deadline - 1 < tick ? deadline : tick;
    }

    // A compare value that is never reached stands for no deadline at all.
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
