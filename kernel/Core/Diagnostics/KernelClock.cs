using RustKernel.Arm64;

namespace RustKernel.Diagnostics;

/// <summary>
/// Monotonic time since the kernel's first instruction, from the virtual counter, in ticks and microseconds. Any
/// context.
/// </summary>
public static class KernelClock
{
    private const ulong MicrosecondsPerSecond = 1_000_000;

    // Fits into a calendar with four-digit years, and leaves the counter a century.
    private const ulong MostWallSeconds = 250_000_000_000;

    private static ulong s_entryTicks;
    private static ulong s_frequencyHz = 1;

    /// <summary>The counter's frequency in Hz, at least 1.</summary>
    public static ulong FrequencyHz => s_frequencyHz;

    /// <summary>Sets the zero point (CNTVCT at entry) and the frequency; 0 Hz counts as 1 MHz so that time still passes.</summary>
    public static void Initialise(ulong entryTicks, ulong frequencyHz)
    {
        s_entryTicks = entryTicks;
        s_frequencyHz = frequencyHz == 0 ? MicrosecondsPerSecond : frequencyHz;
    }

    /// <summary>The Unix time in seconds at the counter's 0; 0: the time of day is unknown.</summary>
    public static ulong WallStart { get; private set; }

    /// <summary>
    /// Sets the present Unix time in seconds. Under the kernel lock. InvalidArgument: earlier than the clock, or beyond the calendar.
    /// </summary>
    public static ErrorCode SetWall(ulong seconds)
    {
        ulong counted = ReadCounter() / s_frequencyHz;
        if (seconds > MostWallSeconds || seconds <= counted || seconds - counted < WallStart)
        {
            return ErrorCode.InvalidArgument;
        }

        WallStart = seconds - counted;
        return ErrorCode.None;
    }

    /// <summary>CNTVCT_EL0 itself: the unit of deadlines and of EL0.</summary>
    public static ulong ReadCounter() => SystemRegisters.ReadCNTVCT_EL0();

    /// <summary>The counter at entry.</summary>
    public static ulong EntryTicks => s_entryTicks;

    /// <summary>Counter ticks since entry.</summary>
    public static ulong ElapsedTicks => SystemRegisters.ReadCNTVCT_EL0() - s_entryTicks;

    /// <summary>Microseconds since entry.</summary>
    public static ulong ElapsedMicroseconds => ToMicroseconds(ElapsedTicks);

    /// <summary>Ticks as microseconds, rounded down; split so that nothing overflows for centuries.</summary>
    public static ulong ToMicroseconds(ulong ticks) =>
        ((ticks / s_frequencyHz) * MicrosecondsPerSecond) + ((ticks % s_frequencyHz) * MicrosecondsPerSecond / s_frequencyHz);
}
