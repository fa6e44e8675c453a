// Benchmarks of the way from a line to its handler, and between CPUs. They need more than one
// measured call, so they count for themselves.

using System;
using System.Threading;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Exceptions;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// Interrupt entry, the round trip of a cross-CPU call, and the start of a CPU. QEMU's -icount runs
/// several CPUs in turns and counts the instructions of all: the result is the work of all CPUs
/// involved, including the waiting.
/// </summary>
internal static class ProcessorBenchmarks
{
    // Ten milliseconds each, so few of them.
    private const int TickRounds = 16;

    private static Intid TestSpi => new(Interrupts.Controller!.IntidEndExclusive - 1);

    /// <summary>From the unmasking of a pending SPI to the first instruction of its handler in C#.</summary>
    internal static void LineToHandler(ref TestContext context)
    {
        if (IsSkipped(ref context, 1))
        {
            return;
        }

        const byte EdgeTriggered = 1;
        InterruptSpecifier specifier = InterruptSpecifier.Decode(0, TestSpi.Value - Intid.FirstSpi, EdgeTriggered).Value;
        Span<ulong> samples = stackalloc ulong[Measurement.Rounds];
        if (!context.Check(Interrupts.Register(specifier, StampingHandler.Instance) == ErrorCode.None, "registered"u8))
        {
            return;
        }

        bool came = true;
        for (int round = 0; round < samples.Length && came; round++)
        {
            came = TakeOne(out samples[round]);
        }

        context.Check(came, "every interrupt was taken"u8);
        context.Check(Interrupts.Unregister(TestSpi) == ErrorCode.None, "unregistered"u8);
        Measurement.Write(ref context, "bench.interrupt.line_to_handler"u8, samples);
    }

    /// <summary>
    /// A tick that interrupts the kernel and finds nothing else to do: its first vector instruction to the end of its eret.
    /// </summary>
    internal static void Tick(ref TestContext context)
    {
        if (IsSkipped(ref context, 1))
        {
            return;
        }

        Span<ulong> samples = stackalloc ulong[TickRounds];
        ulong daif = Cpu.SaveAndMaskIrq();
        for (int round = 0; round < samples.Length; round++)
        {
            while (SystemTick.Timer!.ReadCounter() < SystemTick.DueCounter)
            {
                Cpu.Relax();
            }

            samples[round] = Cpu.MeasureInterrupt(1) - Cpu.MeasureInterrupt(0);
        }

        Cpu.RestoreInterrupts(daif);
        Measurement.Write(ref context, "bench.tick.kernel"u8, samples);
    }

    /// <summary>A call to another CPU, answered in its interrupt handler: out, run, back.</summary>
    internal static void CallRoundTrip(ref TestContext context)
    {
        if (IsSkipped(ref context, 2))
        {
            return;
        }

        Span<ulong> samples = stackalloc ulong[Measurement.Rounds];
        int cpu = FirstOther();
        bool answered = Processors.Register(SmpWork.Number, SmpWork.Instance) == ErrorCode.None;
        for (int round = 0; round < samples.Length && answered; round++)
        {
            ulong before = SystemRegisters.ReadPMEVCNTR0_EL0();
            Result<ulong> answer = Processors.Call(
                cpu,
                SmpWork.Number,
                SmpWork.Argument(SmpWork.Job.Echo, (ulong)round),
                SmpSuite.TimeoutTicks);
            samples[round] = (uint)(SystemRegisters.ReadPMEVCNTR0_EL0() - before);
            answered = answer.IsOk && answer.Value == (2 * (ulong)round) + (uint)cpu;
        }

        context.Check(answered, "every call was answered"u8);
        Measurement.Write(ref context, "bench.smp.call"u8, samples);
    }

    /// <summary>Start of one CPU: stacks mapped, released by firmware, first instruction to idle loop.</summary>
    internal static void SecondaryStartUp(ref TestContext context)
    {
        if (!IsSkipped(ref context, 2))
        {
            context.Metric("bench.smp.secondary_start"u8, SmpStart.Instructions / (ulong)(Processors.OnlineCount - 1), "instructions"u8);
        }
    }

    private static bool IsSkipped(ref TestContext context, int cpus)
    {
        if (!MachineState.CountsInstructions)
        {
            context.Skip("this machine does not count instructions (QEMU: run with -icount)"u8);
            return true;
        }

        if (Interrupts.Controller is null || Processors.OnlineCount < cpus)
        {
            context.Skip(cpus > 1 ? "one CPU"u8 : "no interrupt controller"u8);
            return true;
        }

        return false;
    }

    // False when the interrupt did not come.
    private static bool TakeOne(out ulong instructions)
    {
        StampingHandler.Reset();
        ulong daif = Cpu.SaveAndMaskIrq();
        bool pending = Interrupts.Controller!.SetPending(TestSpi) == ErrorCode.None && Interrupts.Controller.IsPending(TestSpi).Value;
        ulong before = SystemRegisters.ReadPMEVCNTR0_EL0();
        Cpu.RestoreInterrupts(daif);
        Cpu.Relax();
        instructions = (uint)(StampingHandler.Stamp - before);
        return pending && StampingHandler.Calls == 1;
    }

    private static int FirstOther()
    {
        int cpu = 1;
        while (!Processors.IsOnline(cpu))
        {
            cpu++;
        }

        return cpu;
    }
}

/// <summary>Records the instruction count before it does anything else.</summary>
internal sealed class StampingHandler : InterruptHandler
{
    internal static readonly StampingHandler Instance = new();

    private static ulong s_stamp;
    private static uint s_calls;

    private StampingHandler()
    {
    }

    /// <summary>PMEVCNTR0_EL0 in the last call.</summary>
    internal static ulong Stamp => s_stamp;

    /// <summary>Calls since <see cref="Reset"/>.</summary>
    internal static uint Calls => Volatile.Read(ref s_calls);

    /// <summary>Resets the count of calls.</summary>
    internal static void Reset() => Volatile.Write(ref s_calls, 0);

    /// <inheritdoc/>
    public override void Handle(Intid intid)
    {
        s_stamp = SystemRegisters.ReadPMEVCNTR0_EL0();
        Volatile.Write(ref s_calls, s_calls + 1);
    }
}
