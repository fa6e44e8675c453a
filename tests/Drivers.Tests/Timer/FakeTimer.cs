// A counter and a compare register in virtual time, and the clock of a machine that is sometimes late.

using System;

namespace RustKernel.Drivers.Tests.Timer;

/// <summary>The system registers of one timer; static, like system registers. Each test thread has its own.</summary>
public struct FakeTimer : IGenericTimerRegisters
{
    [ThreadStatic]
    private static ulong s_frequency, s_counter, s_control, s_compare;

    public static void Reset(ulong frequency, ulong counter, ulong control = 0)
        => (s_frequency, s_counter, s_control, s_compare) = (frequency, counter, control, 0);

    public static ulong Counter => s_counter;

    public static bool Line => (s_control & 3) == 1 && s_counter >= s_compare;

    /// <summary>Advances the time until the interrupt line rises.</summary>
    public static void RunUntilInterrupt()
    {
        if ((s_control & 3) != 1)
        {
            throw new InvalidOperationException("the timer is off: this would never end");
        }

        s_counter = Math.Max(s_counter, s_compare);
    }

    public static void Pass(ulong ticks) => s_counter += ticks;

    public readonly ulong ReadFrequency() => s_frequency;

    public readonly ulong ReadCounter() => s_counter;

    public readonly ulong ReadControl() => s_control | (s_counter >= s_compare ? 4ul : 0);

    public readonly void WriteControl(ulong value) => s_control = value & 3;

    public readonly void WriteCompare(ulong value) => s_compare = value;
}
