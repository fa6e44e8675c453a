// watch=SECONDS: detects work that does not end although interrupts arrive. The tick checks it, so it does not notice masked
// interrupts; an outside observer recognises these by the silence.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Panic;

namespace RustKernel.Exceptions;

/// <summary>A time limit for the boot CPU's work; the panic after it shows where it hangs.</summary>
public static class WorkWatch
{
    private static uint s_seconds;

    /// <summary>Allows each piece of work <paramref name="seconds"/>; 0: no limit.</summary>
    public static void Allow(uint seconds) => s_seconds = seconds;

    /// <summary>Starts a watch on the calling CPU and ends the one before.</summary>
    public static void Begin()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        cpu.WatchTicks = s_seconds == 0 ? 0 : cpu.Tick.Ticks + ((ulong)s_seconds * SystemTick.RateHz);
    }

    /// <summary>The calling CPU has no work that must end.</summary>
    public static void End() => PerCpu.Current.WatchTicks = 0;

    /// <summary>The time is over; called from the tick.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Tell(ref CpuBlock cpu)
    {
        cpu.WatchTicks = 0;
        KernelPanic.Because("stuck: interrupts come, but the work is not done within watch="u8);
    }
}
