// Suites whose tests need services: each test is an Init of its own with all services and a tester, which is the one that judges. When it has ended,
// everything must have: frames, objects and deadlines are what they were.

using System;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Services.Tests;
using RustKernel.User.SelfTest;

namespace RustKernel;

/// <summary>One suite of <see cref="ServiceTests"/>.</summary>
internal sealed class ServiceSuite : TestSuite
{
    internal static readonly ServiceSuite Services = new(ServiceTests.Services);
    internal static readonly ServiceSuite Drivers = new(ServiceTests.Drivers);
    internal static readonly ServiceSuite Restart = new(ServiceTests.Restart);

    private const ulong FrameQuota = 16384;
    private const ulong DeadlineSeconds = 120;
    private const ulong MostInstructionsToPrompt = 40_000_000;
    private readonly int _suite;

    private ServiceSuite(int suite) => _suite = suite;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => ServiceTests.SuiteName(_suite);

    /// <inheritdoc/>
    public override int Count => UserTests.Count(ServiceTests.TestNames(_suite));

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> TestName(int index) => UserTests.Name(ServiceTests.TestNames(_suite), index);

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        ulong framesBefore = KernelMemory.Frames.Statistics.FreeFrames;
        ulong objectsBefore = KernelObjects.UsedObjects;
        uint deadlinesBefore = Deadlines.Count;
        ulong start = SystemRegisters.ReadPMEVCNTR0_EL0();
        Result<uint> slot = UserStart.RunInit((uint)((_suite << 8) | index) + 1, FrameQuota);
        if (!context.Equal((ulong)ErrorCode.None, (ulong)slot.Error, "Init starts"u8))
        {
            return;
        }

        Judge(ref context, slot.Value);
        if (_suite == ServiceTests.Services && index == ServiceTests.Prompt && MachineState.CountsInstructions)
        {
            // From the first instruction to the prompt, and all the rest of this test besides.
            ulong instructions = MachineState.InstructionsToTests + ((SystemRegisters.ReadPMEVCNTR0_EL0() - start) & uint.MaxValue);
            context.Metric("services.instructions_to_prompt"u8, instructions, "instructions"u8);
            context.Check(instructions <= MostInstructionsToPrompt, "the prompt is there within 40 million instructions"u8);
        }

        WaitForOthers(objectsBefore);
        ulong daif = KernelLock.Acquire();
        ObjectReferences.Release(ObjectKind.Process, slot.Value);
        KernelLock.Release(daif);
        context.Equal(framesBefore, KernelMemory.Frames.Statistics.FreeFrames, "free frames are what they were"u8);
        context.Equal(objectsBefore, KernelObjects.UsedObjects, "kernel objects are what they were"u8);
        context.Equal(deadlinesBefore, Deadlines.Count, "deadlines are what they were"u8);
    }

    // What Init made ends with it, but a thread on another CPU only when that CPU takes the interrupt. Init itself, its process, is still there.
    private static void WaitForOthers(ulong objectsBefore)
    {
        ulong deadline = KernelClock.ReadCounter() + KernelClock.FrequencyHz;
        while (KernelObjects.UsedObjects > objectsBefore + 1 && KernelClock.ReadCounter() < deadline)
        {
            _ = UserLoop.RunUntilExit(UserLoop.Exits, KernelClock.ReadCounter() + (KernelClock.FrequencyHz / 100));
        }
    }

    private static void Judge(ref TestContext context, uint slot)
    {
        ulong deadline = KernelClock.ReadCounter() + (DeadlineSeconds * KernelClock.FrequencyHz);
        ref Process process = ref KernelObjects.Process(slot);
        uint starts = 0;
        while (process.State != ProcessState.Dead || ProcessLife.IsKept(ref process))
        {
            if (process.State == ProcessState.Dead)
            {
                context.Equal((ulong)ErrorCode.None, (ulong)UserStart.RunInitAgain(ref process, ++starts), "Init starts again"u8);
            }
            else if (!UserLoop.RunUntilExit(UserLoop.Exits, deadline) && process.State != ProcessState.Dead)
            {
                context.Check(false, "the test ends within its time"u8);
                ulong daif = KernelLock.Acquire();
                ProcessLife.End(ref process, ExitCause.Killed, 0);
                KernelLock.Release(daif);
                deadline += KernelClock.FrequencyHz;
            }
        }

        context.Equal((ulong)ExitCause.Exited, (ulong)process.Cause, "Init ends because the tester says so"u8);
        context.Equal(0, process.ExitCode, "the tester's code: 0, or line of the check that failed"u8);
    }
}
