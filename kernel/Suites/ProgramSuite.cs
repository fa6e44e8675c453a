// Suites whose tests run at EL0: each test is a process of its own, or an Init with all services and a tester, started here and judged
// by how it ends. Afterwards frames, objects and deadlines must be as before: every test also tests for leaks.

using System;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Suites;

/// <summary>One suite of a program. <see cref="ProgramSuites"/>, generated from the program's source, lists them.</summary>
internal sealed class ProgramSuite : TestSuite
{
    private const ulong FrameQuota = 4096;
    internal const uint FewAsids = 8;
    private const ulong LeastGenerations = 20;
    private const ulong DeadlineSeconds = 60;
    private const ulong ServiceFrameQuota = 32768;
    private const ulong ServiceDeadlineSeconds = 120;
    private const ulong CallsPerSecond = 2000;
    private const ulong MostInstructionsToPrompt = 40_000_000;
    private const int SuiteShift = 16;
    private const int ServiceSuiteShift = 8;
    private const ulong MostMasked = 150_000;
    private const ulong MostMaskedWithLine = 100_000;
    private readonly int _suite;
    private ulong _longestMasked;

    /// <summary>Suite number <paramref name="suite"/> of <see cref="AllSuites"/>.</summary>
    internal ProgramSuite(int suite) => _suite = suite;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => ProgramSuites.Name(_suite);

    /// <inheritdoc/>
    public override int Count => NameList.Count(ProgramSuites.Names(_suite));

    // The tester is a service: Init starts it with all the others, and ends when it ends.
    private bool NeedsServices => ProgramSuites.NeedsServices(_suite);

    private ulong Seconds
    {
        get
        {
            ulong seconds = ProgramSuites.Seconds(_suite);
            ulong usual = NeedsServices
                ? ServiceDeadlineSeconds
                : DeadlineSeconds + ((MachineState.HostileCalls & uint.MaxValue) / CallsPerSecond);
            return seconds != 0 ? seconds : usual;
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> TestName(int index) => NameList.At(ProgramSuites.Names(_suite), index);

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        RunOnce(index, ref context);
        if (Name.SequenceEqual(FastPathJudge.Suite) && index == Count - 1)
        {
            FastPathJudge.Judge(ref context);
        }
    }

    private void RunOnce(int index, ref TestContext context)
    {
        // Objects that an earlier test left to be taken apart do not belong to this one.
        UserLoop.FinishChores();
        ulong framesBefore = KernelMemory.Frames.Statistics.FreeFrames;
        ulong objectsBefore = KernelObjects.UsedObjects;
        uint deadlinesBefore = CountDeadlines();
        ulong generationsBefore = AddressSpaces.AsidGenerations;
        ulong start = SystemRegisters.ReadPMEVCNTR0_EL0();
        Result<Slot<Process>> slot = Start(index);
        bool isMeasured = MeasuresMasked && UserLoop.MeasureMasked(ref PerCpu.Current);
        if (!context.Equal((ulong)ErrorCode.None, (ulong)slot.Error, "the test program starts"u8))
        {
            return;
        }

        Judge(ref context, slot.Value);
        if (NeedsServices)
        {
            MeasurePrompt(index, start, ref context);
            WaitForOthers(objectsBefore);
        }

        ulong daif = KernelLock.Acquire();
        ObjectReferences.Release(slot.Value);
        KernelLock.Release(daif);
        UserLoop.FinishChores();
        if (isMeasured)
        {
            JudgeMasked(index, ref context);
        }

        context.Equal(framesBefore, KernelMemory.Frames.Statistics.FreeFrames, "free frames are what they were"u8);
        context.Equal(objectsBefore, KernelObjects.UsedObjects, "kernel objects are what they were"u8);
        context.Equal(deadlinesBefore, CountDeadlines(), "deadlines are what they were"u8);
        JudgeAsids(index, AddressSpaces.AsidGenerations - generationsBefore, ref context);
    }

    // Under the lock: another CPU may just be entering those that it only noted.
    private static uint CountDeadlines()
    {
        ulong daif = KernelLock.Acquire();
        uint count = Deadlines.Count;
        KernelLock.Release(daif);
        return count;
    }

    // With -icount several CPUs share one count, and each would count what the others execute.
    private bool MeasuresMasked => Name.SequenceEqual("hostile"u8) && MachineState.CountsInstructions && Processors.OnlineCount == 1;

    // Whatever programs do, no interrupt waits longer. The last test reports the figure of the whole suite.
    private void JudgeMasked(int index, ref TestContext context)
    {
        UserLoop.FinishMasked(ref PerCpu.Current);
        ulong longest = MaskedTime.Longest;
        KernelConsole.Write("  # longest masked: instructions "u8);
        KernelConsole.WriteDecimal(longest);
        KernelConsole.Write(" vector "u8);
        KernelConsole.WriteDecimal(MaskedTime.Vector);
        KernelConsole.Write(" call "u8);
        KernelConsole.WriteDecimal(MaskedTime.Call);
        KernelConsole.Write(" ESR_EL1 "u8);
        KernelConsole.WriteHex(MaskedTime.Syndrome);
        KernelConsole.Write("\n"u8);
        _longestMasked = Math.Max(_longestMasked, longest);
        context.Check(longest <= MostMasked, "interrupts are masked for at most 150,000 instructions"u8);
        if (TestName(index).SequenceEqual("dying_console"u8))
        {
            // An emulated UART takes every byte at once, so each step offers the most that it ever does. Under -icount an instruction
            // takes a nanosecond: 100 microseconds. A board adds the cost of 128 bytes with two device accesses each: 40 microseconds
            // at most.
            context.Metric("hostile.dying_console_masked"u8, longest, "instructions"u8);
            context.Check(longest <= MostMaskedWithLine, "a dead Console's ring keeps others out for at most 100,000 instructions"u8);
        }

        if (index == Count - 1)
        {
            context.Metric("hostile.longest_masked"u8, _longestMasked, "instructions"u8);
        }
    }

    // Many address spaces at once: with asids=N they kept taking each other's numbers.
    private void JudgeAsids(int index, ulong generations, ref TestContext context)
    {
        if (!TestName(index).SequenceEqual("address_spaces"u8))
        {
            return;
        }

        context.Metric("process.asid_generations"u8, generations, "generations"u8);
        if (MachineState.MostAsids is > 0 and <= FewAsids)
        {
            context.Check(generations >= LeastGenerations, "ASIDs ran out often"u8);
        }
    }

    private Result<Slot<Process>> Start(int index)
    {
        int number = ProgramSuites.NumberInProgram(_suite);
        return NeedsServices
            ? UserStart.RunInit((uint)((number << ServiceSuiteShift) | index) + 1, ServiceFrameQuota)
            : UserStart.Run(
                ProgramSuites.Program(_suite),
                ((ulong)number << SuiteShift) | (uint)index,
                MachineState.HostileCalls,
                FrameQuota);
    }

    private void Judge(ref TestContext context, Slot<Process> slot)
    {
        ulong deadline = KernelClock.ReadCounter() + (Seconds * KernelClock.FrequencyHz);
        ref Process process = ref KernelObjects.Process(slot);
        uint starts = 0;
        while (true)
        {
            // One check for both questions, with the count of exits read first: the end may come between two checks.
            uint exits = UserLoop.Exits;
            bool hasEnded = ProcessLife.HasEnded(ref process);
            if (hasEnded && !ProcessLife.IsKept(ref process))
            {
                break;
            }

            if (hasEnded)
            {
                context.Equal((ulong)ErrorCode.None, (ulong)UserStart.RunInitAgain(ref process, ++starts), "Init starts again"u8);
            }
            else if (!UserLoop.RunUntilExit(exits, deadline) && !ProcessLife.HasEnded(ref process))
            {
                context.Check(false, "the test ends within its time"u8);
                ulong daif = KernelLock.Acquire();
                ProcessLife.End(ref process, ExitCause.Killed, 0);
                KernelLock.Release(daif);
                deadline += KernelClock.FrequencyHz;
            }
        }

        // The line belongs to the kernel again when everything that Console left has been sent.
        UserLoop.FinishChores();
        if (process.Cause == ExitCause.Fault)
        {
            context.Equal(0, process.FaultESR_EL1, "no fault: ESR_EL1"u8);
            context.Equal(0, process.FaultFAR_EL1, "no fault: FAR_EL1"u8);
            context.Equal(0, process.FaultPC, "no fault: PC"u8);
        }

        context.Equal((ulong)ExitCause.Exited, (ulong)process.Cause, "the program ends by itself"u8);
        ReadOnlySpan<byte> skipped = SkipReason((TestSkip)process.ExitCode);
        if (!skipped.IsEmpty)
        {
            context.Skip(skipped);
            return;
        }

        context.Equal(0, process.ExitCode, "the program's code: 0, or line of the check that failed"u8);
    }

    private static ReadOnlySpan<byte> SkipReason(TestSkip code) => code switch
    {
        TestSkip.NoDisk => "no disk: give one with --disk FILE"u8,
        TestSkip.ReadOnlyDisk => "the disk is read-only"u8,
        TestSkip.UsedDisk => "the disk has something on it: give one of zeros with --disk FILE"u8,
        TestSkip.SmallDisk => "the disk is too small: give one of 8 MiB or more with --disk FILE"u8,
        TestSkip.NoNetwork => "no network card: give one with --net dgram:PATH"u8,
        TestSkip.NoPeer => "no peer answers at the other end of the wire"u8,
        _ => default,
    };

    // From the first instruction to the prompt, plus the rest of this test.
    private void MeasurePrompt(int index, ulong start, ref TestContext context)
    {
        if (!TestName(index).SequenceEqual("prompt"u8) || !MachineState.CountsInstructions)
        {
            return;
        }

        ulong instructions = MachineState.InstructionsToTests + ((SystemRegisters.ReadPMEVCNTR0_EL0() - start) & uint.MaxValue);
        context.Metric("services.instructions_to_prompt"u8, instructions, "instructions"u8);
        context.Check(instructions <= MostInstructionsToPrompt, "the prompt is there within 40 million instructions"u8);
    }

    // Everything that Init made ends with it, but a thread on another CPU only when that CPU takes
    // the interrupt. Init's own process is still there.
    private static void WaitForOthers(ulong objectsBefore)
    {
        ulong deadline = KernelClock.ReadCounter() + KernelClock.FrequencyHz;
        while (KernelObjects.UsedObjects > objectsBefore + 1 && KernelClock.ReadCounter() < deadline)
        {
            _ = UserLoop.RunUntilExit(UserLoop.Exits, KernelClock.ReadCounter() + (KernelClock.FrequencyHz / 100));
        }
    }
}
