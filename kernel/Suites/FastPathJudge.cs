// What suite fastpath must have met: every reason for which the fast path leaves a call to C#.

using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Ipc;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

/// <summary>Checks the fast path's counters after the suite's last test.</summary>
internal static class FastPathJudge
{
    /// <summary>The suite whose tests meet every reason.</summary>
    internal static ReadOnlySpan<byte> Suite => "fastpath"u8;

    // TickPath.S, user_irq_5.
    private const int ThreadStops = 5;

    /// <summary>
    /// True when the reason can occur on this machine, in its mode. Another CPU holds the gate for long only when there
    /// is another CPU, and calls take gates: with both paths they run under the lock.
    /// </summary>
    internal static bool CanBeMet(FastRefusal reason) => reason != FastRefusal.GateTaken
        || (Processors.OnlineCount > 1 && (PerCpu.Current.FastMode & FastMode.Checked) == 0);

    /// <summary>Every reason was met since the start.</summary>
    internal static void Judge(ref TestContext context)
    {
        if ((PerCpu.Current.FastMode & FastMode.Off) != 0)
        {
            return;
        }

        FastPathStates.Try(ref context);
        FastPathStates.TryTick(ref context);
        for (FastRefusal reason = 0; (int)reason < CpuBlock.FastReasonCount; reason++)
        {
            Check(ref context, reason);
        }

        if (PerCpu.Current.TickLine != 0)
        {
            context.Check(PerCpu.Current.TickRefusals[ThreadStops] != 0, "a tick went to C# because of the thread that it interrupted"u8);
        }
    }

    private static void Check(ref TestContext context, FastRefusal reason)
    {
        if (!CanBeMet(reason))
        {
            return;
        }

        if (FastPath.Refusals(reason) == 0)
        {
            KernelConsole.Write("  # the fast path never refused for reason "u8);
            KernelConsole.WriteDecimal((uint)reason);
            KernelConsole.Write("\n"u8);
        }

        context.Check(FastPath.Refusals(reason) != 0, "each reason to leave a call to C# was met"u8);
    }
}
