// Suite timer: 100 ticks a second that do not drift, however late they are taken.

using System;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Tests of the generic timer and the tick.</summary>
[Suite("timer", 50)]
internal sealed partial class TimerSuite : TestSuite
{
    private const ulong LeastFrequencyHz = 1_000_000;

    // 100 millionths: what rounding in a device tree may cause.
    private const ulong FrequencyTolerance = 10_000;
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const int Attempts = 50;
    private const ulong TickCostLimit = 64;

    // C# acknowledges a GICv2 through memory and must order what follows after that read (docs/ARCH-CHECK.md, R7r); then it asks whether
    // the line's handler holds it.
    private const ulong TickCostLimitOfCSharp = 200;

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        if (SystemTick.Timer is null)
        {
            context.Check(false, "the tick runs"u8);
            return;
        }

        RunTest(index, ref context);
    }

    private static ulong Period => SystemTick.Timer!.FrequencyHz / SystemTick.RateHz;

    [Test]
    private static void Frequency(ref TestContext context)
    {
        ulong frequency = SystemTick.Timer!.FrequencyHz;
        context.Check(frequency >= LeastFrequencyHz, "at least 1 MHz"u8);

        // Two statements of one fact, and the tick uses the tree's: when they differ, one of them makes every wait wrong.
        ulong claimed = SystemRegisters.ReadCNTFRQ_EL0();
        ulong tree = MachineState.TreeTimerFrequencyHz;
        ulong apart = Math.Max(claimed, tree) - Math.Min(claimed, tree);
        if (tree != 0 && claimed >= LeastFrequencyHz && apart > claimed / FrequencyTolerance)
        {
            context.Equal(claimed, tree, "the timer node's clock-frequency is CNTFRQ_EL0's"u8);
        }

        context.Metric("timer.frequency"u8, frequency, "Hz"u8);
    }

    [Test]
    private static void TicksCome(ref TestContext context)
    {
        uint before = Interrupts.Count(MachineState.TickIntid);
        context.Check(InterruptReport.WaitForTicks(SystemTick.Ticks + 10), "ten more ticks"u8);
        context.Check(Interrupts.Count(MachineState.TickIntid) > before, "by interrupts"u8);
    }

    // Ticks are due on a grid that begins at the start: a tick set from the clock would leave it.
    [Test]
    private static void NoDrift(ref TestContext context)
    {
        ulong ticksBefore = SystemTick.Ticks;
        ulong dueBefore = SystemTick.DueCounter;
        if (!context.Check(InterruptReport.WaitForTicks(ticksBefore + 20), "twenty more ticks"u8))
        {
            return;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        ulong ticks = SystemTick.Ticks - ticksBefore;
        ulong due = SystemTick.DueCounter - dueBefore;
        Cpu.RestoreInterrupts(daif);

        // floor((n + 1) f / 100) - floor(n f / 100) differ from n periods by less than one counter tick each way.
        ulong exact = ticks * SystemTick.Timer!.FrequencyHz / SystemTick.RateHz;
        context.Check(due + 1 >= exact && due <= exact + 1, "the due time moved by exact periods"u8);
        context.Metric("timer.drift"u8, due > exact ? due - exact : exact - due, "counter_ticks"u8);
    }

    [Test("late_ticks_are_counted")]
    private static void LateTicks(ref TestContext context)
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        ulong ticksBefore = SystemTick.Ticks;
        ulong missedBefore = SystemTick.Missed;
        ulong until = SystemTick.DueCounter + (3 * Period) + (Period / 2);
        while (SystemTick.Timer!.ReadCounter() < until)
        {
            Cpu.Relax();
        }

        context.Equal(ticksBefore, SystemTick.Ticks, "no tick is taken while masked"u8);
        Cpu.RestoreInterrupts(daif);

        // An emulator on a busy host may raise the interrupt well after the time that its counter shows.
        context.Check(InterruptReport.WaitForTicks(ticksBefore + 4), "they come once unmasked"u8);
        ulong taken = SystemTick.Ticks - ticksBefore;
        context.Check(taken >= 4, "all ticks that were due are counted"u8);
        context.Check(SystemTick.Missed - missedBefore >= 3, "those without an interrupt of their own are known"u8);
        context.Check(SystemTick.DueCounter > until, "the next one lies ahead"u8);
    }

    [Test("counter_is_monotonic")]
    private static void Monotonic(ref TestContext context)
    {
        ulong last = SystemTick.Timer!.ReadCounter();
        for (int i = 0; i < 10_000; i++)
        {
            ulong now = SystemTick.Timer!.ReadCounter();
            if (!context.Check(now >= last, "the counter never goes back"u8))
            {
                return;
            }

            last = now;
        }
    }

    // How late the tick's interrupt comes after its due time, on a CPU that sleeps until then.
    [Test("tick_jitter")]
    private static void Jitter(ref TestContext context)
    {
        ulong most = 0;
        ulong sum = 0;
        const ulong Samples = 20;
        for (ulong i = 0; i < Samples; i++)
        {
            ulong due = SystemTick.DueCounter;
            if (!context.Check(InterruptReport.WaitForTicks(SystemTick.Ticks + 1), "a tick"u8))
            {
                return;
            }

            ulong now = SystemTick.Timer!.ReadCounter();
            ulong late = now > due ? now - due : 0;
            most = Math.Max(most, late);
            sum += late;
        }

        context.Metric("timer.lateness_mean"u8, ToNanoseconds(sum / Samples), "ns"u8);
        context.Metric("timer.lateness_max"u8, ToNanoseconds(most), "ns"u8);
    }

    // First vector instruction to the end of eret, for a tick that only counts and sets the next compare value.
    [Test]
    private static void TickCost(ref TestContext context)
    {
        if (!MachineState.CountsInstructions)
        {
            context.Skip("this machine does not count instructions (QEMU: run with -icount)"u8);
            return;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        ulong ticksBefore = SystemTick.Ticks;
        while (SystemTick.Timer!.ReadCounter() < SystemTick.DueCounter)
        {
            Cpu.Relax();
        }

        ulong with = Cpu.MeasureInterrupt(1);
        ulong without = Cpu.MeasureInterrupt(0);
        ulong taken = SystemTick.Ticks - ticksBefore;
        Cpu.RestoreInterrupts(daif);
        context.Equal(1, taken, "the window took exactly one tick"u8);
        bool isFast = PerCpu.Current.TickLine != 0;
        context.Check(with - without <= (isFast ? TickCostLimit : TickCostLimitOfCSharp), "at most 64 instructions, 200 through C#"u8);
        context.Metric("timer.tick_cost"u8, with - without, "instructions"u8);
    }

    // TickPath.S takes a tick, or leaves it to C# for the planted reason. Reason 5 is a thread's (FastPathStates.cs).
    [Test]
    private static void TickPath(ref TestContext context)
    {
        if (PerCpu.Current.TickLine == 0 && TickCheck.Compared == 0)
        {
            context.Skip("C# takes the ticks here: no GICv3 with the virtual timer, or fastpath=off"u8);
            return;
        }

        ref CpuBlock cpu = ref PerCpu.Current;
        ExpectReason(ref context, ref cpu, 0);
        ExpectReason(ref context, ref cpu, 1);
        ExpectReason(ref context, ref cpu, 2);
        context.Equal(0, cpu.HeldBands, "bands that were held back are let go"u8);
        ExpectReason(ref context, ref cpu, 4);
        context.Equal(0, cpu.DeadlineCounter, "deadlines were looked through"u8);
        ExpectWatched(ref context, ref cpu);
    }

    // Reason 3 without the panic: the tick is due, but this test handles it. As above, a host that stalls makes it late.
    private static void ExpectWatched(ref TestContext context, ref CpuBlock cpu)
    {
        ulong reason = 1;
        for (int i = 0; i < Attempts && reason == 1; i++)
        {
            ulong daif = Cpu.SaveAndMaskIrq();
            while (SystemTick.Timer!.ReadCounter() < SystemTick.DueCounter)
            {
                Cpu.Relax();
            }

            ulong now = 0;
            ulong watch = cpu.WatchTicks;
            cpu.WatchTicks = cpu.Tick.Ticks + 1;
            reason = Arm64.TickPath.Take(ref cpu, ref now);
            cpu.WatchTicks = watch;
            Cpu.RestoreInterrupts(daif);

            // The emulator may raise the interrupt well after the time that its counter shows: a further attempt needs a further tick.
            ulong deadline = SystemTick.Timer!.ReadCounter() + (SystemTick.RateHz * Period);
            while (SystemTick.Timer!.ReadCounter() >= SystemTick.DueCounter && SystemTick.Timer!.ReadCounter() < deadline)
            {
                Cpu.Relax();
            }
        }

        context.Equal(3, reason, "a tick that ends the time of the work at hand is for C#"u8);
    }

    // A host that stalls makes a tick late; TickPath.S then leaves it to C# before it checks anything else.
    private static void ExpectReason(ref TestContext context, ref CpuBlock cpu, int reason)
    {
        int met = -1;
        for (int i = 0; i < Attempts && met != reason; i++)
        {
            met = TakeTick(ref context, ref cpu, reason);
            context.Check(met == reason || met == 1, "left to C# for the reason that is there, and for no other"u8);
        }

        context.Check(met == reason, "a tick that comes in time"u8);
    }

    // One tick, with what makes TickPath.S leave it to C# for that reason; 0: nothing. Returns the actual reason.
    private static int TakeTick(ref TestContext context, ref CpuBlock cpu, int reason)
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        ulong ticks = SystemTick.Ticks;
        uint interrupts = Interrupts.Count(MachineState.TickIntid);
        CpuBlock.TickRefusalTable before = cpu.TickRefusals;
        ulong until = SystemTick.DueCounter + (reason == 1 ? Period + 1 : 0);
        while (SystemTick.Timer!.ReadCounter() < until)
        {
            Cpu.Relax();
        }

        cpu.HeldBands |= reason == 2 ? 1u : 0;
        cpu.DeadlineCounter = reason == 4 ? until : cpu.DeadlineCounter;
        Cpu.RestoreInterrupts(daif);

        // An emulator may raise the interrupt well after the time that its counter shows.
        ulong deadline = SystemTick.Timer!.ReadCounter() + (SystemTick.RateHz * Period);
        while (SystemTick.Ticks == ticks && SystemTick.Timer!.ReadCounter() < deadline)
        {
            Cpu.Relax();
        }

        daif = Cpu.SaveAndMaskIrq();
        context.Check(SystemTick.Ticks != ticks, "the tick is taken"u8);
        context.Check(Interrupts.Count(MachineState.TickIntid) != interrupts, "its interrupt is counted"u8);
        int met = 0;
        for (int i = CpuBlock.TickReasonCount - 1; i > 0; i--)
        {
            met = cpu.TickRefusals[i] != before[i] ? i : met;
        }

        Cpu.RestoreInterrupts(daif);
        return met;
    }

    [Test]
    private static void ConsoleRate(ref TestContext context)
    {
        ulong start = KernelClock.ElapsedMicroseconds;
        KernelConsole.Write("  # "u8);
        const ulong Characters = 500;
        for (ulong i = 0; i < Characters; i++)
        {
            KernelConsole.Write("."u8);
        }

        KernelConsole.Write("\n"u8);
        KernelConsole.Flush();
        ulong elapsed = Math.Max(KernelClock.ElapsedMicroseconds - start, 1);
        ulong rate = Characters * 1_000_000 / elapsed;
        context.Check(rate > 1000, "more than 1,000 characters a second"u8);
        context.Metric("console.rate"u8, rate, "characters/s"u8);
    }

    private static ulong ToNanoseconds(ulong counterTicks) =>
        counterTicks * (NanosecondsPerSecond / 1_000_000) / Math.Max(SystemTick.Timer!.FrequencyHz / 1_000_000, 1);
}
