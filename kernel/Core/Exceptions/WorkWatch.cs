// watch=SECONDS: work that does not come to its end although interrupts come. The tick looks, so masked interrupts are not noticed; an
// observer outside recognises these by the silence.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Panic;

namespace RustKernel.Exceptions;

/// <summary>A limit for what the boot CPU does, with a panic behind it that shows where it hangs.</summary>
public static class WorkWatch
{
    private static uint s_seconds;

    /// <summary>Allows each piece of work <paramref name="seconds"/>; 0: any time.</summary>
    public static void Allow(uint seconds) => s_seconds = seconds;

    /// <summary>Work begins on the calling CPU; what was watched before is over.</summary>
    public static void Begin()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        cpu.WatchTicks = s_seconds == 0 ? 0 : cpu.Tick.Ticks + ((ulong)s_seconds * SystemTick.RateHz);
    }

    /// <summary>The calling CPU does nothing that has an end.</summary>
    public static void End() => PerCpu.Current.WatchTicks = 0;

    /// <summary>The time is over; from the tick.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Tell(ref CpuBlock cpu)
    {
        cpu.WatchTicks = 0;
        KernelPanic.Because("stuck: interrupts come, but the work is not done within watch="u8);
    }
}
