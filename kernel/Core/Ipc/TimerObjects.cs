using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Ipc;

/// <summary>Timer objects: alarms that arrive as messages. Under the kernel lock.</summary>
public static class TimerObjects
{
    // Shorter periods would leave the CPU no time between two interrupts; longer ones would exceed the counter.
    private const ulong ShortestPerSecond = 10_000;
    private const ulong LongestTicks = 1ul << 62;

    /// <summary>0, or at least 100 microseconds and at most 2^62 ticks.</summary>
    public static bool IsPeriod(ulong ticks) =>
        ticks == 0 || (ticks >= KernelClock.FrequencyHz / ShortestPerSecond && ticks <= LongestTicks);

    /// <summary>
    /// Arms the timer for <paramref name="dueCounter"/> and then every <paramref name="periodTicks"/> (0: once),
    /// as urgent as <paramref name="priority"/>, in place of any earlier setting.
    /// </summary>
    public static void Set(ref CpuBlock cpu, ref TimerObject timer, ulong dueCounter, ulong periodTicks, byte priority)
    {
        Cancel(ref timer);
        timer.DueCounter = dueCounter;
        timer.PeriodTicks = periodTicks;
        timer.Priority = priority;
        Deadlines.Add(ref cpu, Source(ref timer), dueCounter, priority);
    }

    /// <summary>Disarms the timer. Earlier reports stay reported.</summary>
    public static void Cancel(ref TimerObject timer) => Deadlines.Cancel(Source(ref timer));

    /// <summary>Its time has come.</summary>
    public static void Expire(ref CpuBlock cpu, ref TimerObject timer, ulong now)
    {
        timer.Expired++;
        if (!timer.Notice.IsQueued)
        {
            // Its owner, if it made the timer itself, has read the last report.
            KernelObjects.Process(timer.Header.Owner).SilentTicks = 0;
        }

        if (timer.PeriodTicks != 0)
        {
            // Counts missed periods instead of reporting each; the next one is still on time.
            ulong passed = (now - timer.DueCounter) / timer.PeriodTicks;
            timer.Expired += (uint)passed;
            timer.DueCounter += (passed + 1) * timer.PeriodTicks;
            Deadlines.AddAgain(ref cpu, Source(ref timer), timer.DueCounter, timer.Priority);
        }

        _ = Notices.Raise(Source(ref timer));
    }

    /// <summary>No one refers to the timer any more.</summary>
    public static void TakeApart(ref TimerObject timer)
    {
        Cancel(ref timer);
        Notices.Bind(Source(ref timer), default, Badge.None);
    }

    private static NoticeSource Source(ref TimerObject timer) => timer.Slot.Source;
}
