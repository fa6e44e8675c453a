// fastpath=check: TickPath.S and SystemTick both take each tick, and the two results are compared.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Panic;

namespace RustKernel.Exceptions;

/// <summary>Compares the tick in assembly with the C#, which is the reference.</summary>
public static class TickCheck
{
    private static ulong s_taken;

    /// <summary>Ticks that both took, on all CPUs; exact while one CPU takes ticks.</summary>
    public static ulong Compared => s_taken;

    // The data that a tick may change.
    private struct Part
    {
        internal TickSchedule Tick;
        internal ulong Compare;
        internal ulong Deadline;
        internal ulong HeldBands;
        internal ulong LazyCount;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Take(ref CpuBlock cpu, TimerDevice timer)
    {
        Part before = default;
        Part fast = default;
        Part slow = default;
        ulong now = 0;
        Look(ref cpu, ref before);
        uint refusal = (uint)TickPath.Take(ref cpu, ref now);
        Look(ref cpu, ref fast);
        cpu.Tick = before.Tick;
        timer.SetCompare(SystemTick.Take(ref cpu, now));
        Look(ref cpu, ref slow);
        if (refusal != 0)
        {
            cpu.TickRefusals[(int)refusal]++;
            Compare(ref before, ref fast);
            return;
        }

        s_taken++;
        Compare(ref fast, ref slow);
    }

    private static void Look(ref CpuBlock cpu, ref Part part)
    {
        part.Tick = cpu.Tick;
        part.Compare = SystemRegisters.ReadCNTV_CVAL_EL0();
        part.Deadline = cpu.DeadlineCounter;
        part.HeldBands = cpu.HeldBands;
        part.LazyCount = cpu.LazyCount;
    }

    // Another CPU may cancel one of this CPU's deadlines between the two: then there is nothing to compare.
    private static void Compare(ref Part one, ref Part other)
    {
        if (one.Deadline == other.Deadline && ObjectWords.FirstDifference(ref one, ref other) >= 0)
        {
            KernelPanic.Because("the tick in assembly and the C# differ"u8);
        }
    }
}
