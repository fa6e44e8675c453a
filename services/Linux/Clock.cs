using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>Linux's clocks, from the counter and the time of day that the kernel knows.</summary>
internal static class Clock
{
    private const ulong NanosecondsInSecond = 1_000_000_000;
    private const ulong Realtime = 0;
    private const ulong RealtimeCoarse = 5;
    private const ulong MostClock = 11;
    private static ulong s_hertz;

    private static ulong Hertz => s_hertz != 0 ? s_hertz : s_hertz = Kernel.SystemInfo(SystemItem.CounterHz);

    /// <summary>clock_gettime.</summary>
    internal static long Get(ulong clock, ulong address)
    {
        if (clock > MostClock)
        {
            return Errno.Invalid;
        }

        TimeSpec time = SinceStart();
        if (IsRealtime(clock))
        {
            time.Seconds += (long)Kernel.SystemInfo(SystemItem.WallStart);
        }

        return UserMemory.Write(address, time);
    }

    /// <summary>The time of day.</summary>
    internal static TimeSpec Now
    {
        get
        {
            TimeSpec time = SinceStart();
            time.Seconds += (long)Kernel.SystemInfo(SystemItem.WallStart);
            return time;
        }
    }

    private static TimeSpec SinceStart()
    {
        ulong ticks = Kernel.ReadCounter();
        ulong hertz = Hertz;
        return new()
        {
            Seconds = (long)(ticks / hertz),
            Nanoseconds = (long)(ticks % hertz * NanosecondsInSecond / hertz),
        };
    }

    /// <summary>clock_getres: the length of a tick of the counter.</summary>
    internal static long Resolution(ulong clock, ulong address) =>
        clock > MostClock ? Errno.Invalid
        : address == 0 ? 0
        : UserMemory.Write(address, new TimeSpec { Nanoseconds = (long)((NanosecondsInSecond + Hertz - 1) / Hertz) });

    /// <summary>The counter's value after <paramref name="time"/>, or at that time of a clock.</summary>
    internal static Deadline ToDeadline(in TimeSpec time, bool isAbsolute, bool isRealtime)
    {
        ulong seconds = (ulong)time.Seconds;
        ulong wall = isAbsolute && isRealtime ? Kernel.SystemInfo(SystemItem.WallStart) : 0;
        seconds = seconds > wall ? seconds - wall : 0;
        ulong ticks = ToTicks(new TimeSpec { Seconds = (long)seconds, Nanoseconds = time.Nanoseconds });
        return new Deadline(isAbsolute ? ticks : Kernel.ReadCounter() + ticks);
    }

    /// <summary>Ticks of the counter, rounded up: a wait ends at its time or later.</summary>
    internal static ulong ToTicks(in TimeSpec time)
    {
        const ulong longestSeconds = 1ul << 30;
        ulong seconds = (ulong)time.Seconds;
        seconds = seconds > longestSeconds ? longestSeconds : seconds;
        return (seconds * Hertz) + ((((ulong)time.Nanoseconds * Hertz) + NanosecondsInSecond - 1) / NanosecondsInSecond);
    }

    /// <summary>Whether the clock shows the time of day.</summary>
    internal static bool IsRealtime(ulong clock) => clock is Realtime or RealtimeCoarse;

    /// <summary>Seconds since the counter began.</summary>
    internal static ulong UpSeconds => Kernel.ReadCounter() / Hertz;
}
