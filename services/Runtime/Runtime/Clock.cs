// Conversion of the library's times to ticks of the counter.

using System;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static class Clock
{
    private static ulong s_hz;

    /// <summary>Ticks in a second.</summary>
    internal static ulong Hz => s_hz != 0 ? s_hz : s_hz = Kernel.SystemInfo(SystemItem.CounterHz);

    /// <summary>Seconds from 1970 to the counter's 0; 0: not known. It only grows, by the call ClockSet.</summary>
    internal static ulong WallStart => Kernel.SystemInfo(SystemItem.WallStart);

    /// <summary>The deadline in this many milliseconds; -1: never.</summary>
    internal static Deadline After(long milliseconds)
    {
        if (milliseconds < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(milliseconds));
        }

        return milliseconds == -1 ? Deadline.Never : new(Kernel.ReadCounter() + ((ulong)milliseconds * Hz / 1000));
    }
}
