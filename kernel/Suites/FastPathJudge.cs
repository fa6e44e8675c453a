// What suite fastpath is to have met: each reason for which the fast path leaves a call to C#.

using System;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

/// <summary>Looks at the fast path's counters when the suite's last test has ended.</summary>
internal static class FastPathJudge
{
    /// <summary>The suite whose tests meet every reason.</summary>
    internal static ReadOnlySpan<byte> Suite => "fastpath"u8;

    // By number, as in FastPath.S. Not here: a thread that is stopped as it calls (0, 16) and somebody more urgent who became
    // ready as it does (9) take another CPU at that very moment; a list of another CPU (13, 31) is left within a tick; a caller's
    // address space is without a number (29) only when others ran since its call.
    private static ReadOnlySpan<byte> OnAnyMachine => [1, 2, 3, 4, 5, 6, 7, 8, 12, 14, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30, 32];

    // TickPath.S, user_irq_5.
    private const int ThreadStops = 5;

    private static ReadOnlySpan<byte> WithSeveralCpus => [10, 28];

    // Where both paths make every call they do so under the lock.
    private static ReadOnlySpan<byte> WithGates => [15];

    private static ReadOnlySpan<byte> WithFewAsids => [11];

    /// <summary>
    /// A test whose reasons take a moment that the host chooses, while one of them was not met: a tick's list that is full at the
    /// call (14, 32), a gate that stays taken (15). Empty: none.
    /// </summary>
    internal static ReadOnlySpan<byte> TestToRepeat
    {
        get
        {
            FastMode mode = PerCpu.Current.FastMode & (FastMode.Off | FastMode.Checked);
            if ((mode & FastMode.Off) != 0)
            {
                return default;
            }

            return FastPath.Refusals(14) == 0 || FastPath.Refusals(32) == 0 ? "full_list"u8
                : Processors.OnlineCount > 1 && mode == 0 && FastPath.Refusals(15) == 0 ? "taken_gate"u8
                : default;
        }
    }

    /// <summary>Every reason was met since the start.</summary>
    internal static void Judge(ref TestContext context)
    {
        if ((PerCpu.Current.FastMode & FastMode.Off) != 0)
        {
            return;
        }

        Check(ref context, OnAnyMachine);
        if (PerCpu.Current.TickLine != 0)
        {
            context.Check(PerCpu.Current.TickRefusals[ThreadStops] != 0, "a tick went to C# because of the thread that it interrupted"u8);
        }

        if (Processors.OnlineCount > 1)
        {
            Check(ref context, WithSeveralCpus);
            Check(ref context, (PerCpu.Current.FastMode & FastMode.Checked) == 0 ? WithGates : default);
        }

        if (MachineState.MostAsids is > 0 and <= ProgramSuite.FewAsids)
        {
            Check(ref context, WithFewAsids);
        }
    }

    private static void Check(ref TestContext context, ReadOnlySpan<byte> reasons)
    {
        foreach (byte reason in reasons)
        {
            if (FastPath.Refusals(reason) == 0)
            {
                KernelConsole.Write("  # the fast path never refused for reason "u8);
                KernelConsole.WriteDecimal(reason);
                KernelConsole.Write("\n"u8);
            }

            context.Check(FastPath.Refusals(reason) != 0, "each reason to leave a call to C# was met"u8);
        }
    }
}
