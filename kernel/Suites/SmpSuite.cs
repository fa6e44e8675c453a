// Suite smp: all CPUs run, are set up alike, count exactly together, answer each other, and see each other's unmaps.

using System;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

/// <summary>Tests with several CPUs; with one, all are skipped. Jobs of the other CPUs are in <see cref="SmpWork"/>.</summary>
[Suite("smp", 60)]
internal sealed partial class SmpSuite : TestSuite
{
    private const ulong TimeoutSeconds = 20;

    // The only test that runs even if no other CPU came up: it reports that.
    private static ReadOnlySpan<byte> AllCpusAreUp => "all_cpus_are_up"u8;

    /// <summary>
    /// How long a test waits for another CPU, in counter ticks. Long, because an emulator's CPUs may not run at the same time.
    /// </summary>
    internal static ulong TimeoutTicks => TimeoutSeconds * KernelClock.FrequencyHz;

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        if (Processors.OnlineCount < 2 && (SmpStart.WantedCount < 2 || !TestName(index).SequenceEqual(AllCpusAreUp)))
        {
            context.Skip("one CPU: the machine has no other that can be started, or cpus=1"u8);
            return;
        }

        if (!context.Check(Processors.Register(SmpWork.Number, SmpWork.Instance) == ErrorCode.None, "the jobs can be called"u8))
        {
            return;
        }

        SmpWork.Reset();
        RunTest(index, ref context);
    }

    [Test("all_cpus_are_up")]
    private static void AllUp(ref TestContext context)
    {
        context.Equal((ulong)SmpStart.WantedCount, (ulong)Processors.OnlineCount, "every CPU that can be started is online"u8);
        context.Check(SmpStart.KnowsBootCpu, "the boot CPU is in the device tree"u8);
        context.Metric("smp.cpus"u8, (ulong)Processors.OnlineCount, "CPUs"u8);
        context.Metric("smp.secondary_start"u8, KernelClock.ToMicroseconds(SmpStart.LastStartTicks), "us"u8);
        if (MachineState.CountsInstructions)
        {
            context.Metric("smp.start_instructions"u8, SmpStart.Instructions, "instructions"u8);
        }
    }

    // A block's affinity comes from the device tree; the CPU itself must report the same, and no other CPU may.
    [Test]
    private static void Affinities(ref TestContext context)
    {
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            if (!Processors.IsOnline(cpu))
            {
                continue;
            }

            context.Equal((uint)cpu, PerCpu.At(cpu).Index, "the block's number"u8);
            context.Equal(PerCpu.At(cpu).Affinity, Ask(ref context, cpu, SmpWork.Job.ReadAffinity), "MPIDR_EL1"u8);
            for (int other = 0; other < cpu; other++)
            {
                context.Check(
                    !Processors.IsOnline(other) || PerCpu.At(other).Affinity != PerCpu.At(cpu).Affinity,
                    "no two CPUs are the same"u8);
            }
        }
    }

    [Test]
    private static void SetUpAlike(ref TestContext context)
    {
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            if (Processors.IsOnline(cpu))
            {
                context.Equal(SystemRegisters.ReadSCTLR_EL1(), Ask(ref context, cpu, SmpWork.Job.ReadControl), "SCTLR_EL1"u8);
                context.Equal(SystemRegisters.ReadVBAR_EL1(), Ask(ref context, cpu, SmpWork.Job.ReadVectors), "VBAR_EL1"u8);
                context.Equal(
                    SystemRegisters.ReadPAN(),
                    Ask(ref context, cpu, SmpWork.Job.ReadAccessNever),
                    "PSTATE.PAN in an interrupt"u8);
                Give(ref context, cpu, SmpWork.Job.ReadAccessNever, 0);
                context.Equal(SystemRegisters.ReadPAN(), Processors.Await(cpu, TimeoutTicks).Value, "PSTATE.PAN when idle"u8);
                context.Equal(SystemRegisters.ReadTTBR1_EL1(), Ask(ref context, cpu, SmpWork.Job.ReadRoot), "TTBR1_EL1"u8);
            }
        }
    }

    // In its slot, with guards that fault.
    [Test]
    private static void OwnStacks(ref TestContext context)
    {
        for (int cpu = 1; cpu < Processors.SlotCount; cpu++)
        {
            if (!Processors.IsOnline(cpu))
            {
                continue;
            }

            ulong slot = MemoryLayout.StackRegionBase + ((ulong)cpu * MemoryLayout.StackSlotSizeBytes);
            ulong end = slot + MemoryLayout.StackSlotSizeBytes;
            ulong stack = Ask(ref context, cpu, SmpWork.Job.ReadStack);
            context.Check(stack < end && stack >= end - MemoryLayout.StackSizeBytes, "the stack lies in its slot"u8);
            context.Check(KernelStack.TryRead64(end - 8, out ulong _), "a backtrace can read it"u8);
            context.Check(Faulting(end - MemoryLayout.StackSizeBytes - 8), "a guard below the main stack"u8);
            context.Check(
                Faulting(slot + MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes - 8),
                "a guard below the emergency stack"u8);
        }
    }

    private static bool Faulting(ulong address)
    {
        ExpectedFault.Arm();
        _ = Faults.Read(address);
        return ExpectedFault.Disarm();
    }

    private static ulong Ask(ref TestContext context, int cpu, SmpWork.Job job, ulong operand = 0)
    {
        Result<ulong> answer = Processors.Call(cpu, SmpWork.Number, SmpWork.Argument(job, operand), TimeoutTicks);
        context.Check(answer.IsOk, "the CPU answers"u8);
        return answer.Value;
    }
}
