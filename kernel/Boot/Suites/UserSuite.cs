// Suites whose tests run at EL0: each test is a process of its own, started here and judged by how it ends. Afterwards frames and objects must
// be what they were: every test is a test of leaks, too.

using System;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.RuntimeTest;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.User.SelfTest;

namespace RustKernel;

/// <summary>One suite of <see cref="UserTests"/>, or of <see cref="RuntimeTests"/>.</summary>
internal sealed class UserSuite : TestSuite
{
    internal static readonly UserSuite Process = new(UserTests.Process, false);
    internal static readonly UserSuite Syscall = new(UserTests.Syscall, false);
    internal static readonly UserSuite Ipc = new(UserTests.Ipc, false);
    internal static readonly UserSuite Sched = new(UserTests.Sched, false);
    internal static readonly UserSuite Faults = new(UserTests.Faults, false);
    internal static readonly UserSuite Handles = new(UserTests.Handles, false);
    internal static readonly UserSuite Hostile = new(UserTests.Hostile, false);
    internal static readonly UserSuite Runtime = new(RuntimeTests.Runtime, true);
    internal static readonly UserSuite Exceptions = new(RuntimeTests.Exceptions, true);
    internal static readonly UserSuite Collector = new(RuntimeTests.Collector, true);
    internal static readonly UserSuite Services = new(RuntimeTests.Services, true);
    internal static readonly UserSuite Async = new(RuntimeTests.Async, true);
    internal static readonly UserSuite CollectorSoak = new(RuntimeTests.Soak, true);

    private const ulong FrameQuota = 4096;
    private const ulong DeadlineSeconds = 60;
    private const ulong SoakSeconds = 3600;
    private const ulong CallsPerSecond = 2000;
    private readonly int _suite;

    private readonly bool _isRuntime;

    private UserSuite(int suite, bool isRuntime)
    {
        _suite = suite;
        _isRuntime = isRuntime;
    }

    private ReadOnlySpan<byte> Names => _isRuntime ? RuntimeTests.TestNames(_suite) : UserTests.TestNames(_suite);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => _isRuntime ? RuntimeTests.SuiteName(_suite) : UserTests.SuiteName(_suite);

    /// <inheritdoc/>
    public override int Count => UserTests.Count(Names);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> TestName(int index) => UserTests.Name(Names, index);

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        ulong framesBefore = KernelMemory.Frames.Statistics.FreeFrames;
        ulong objectsBefore = KernelObjects.UsedObjects;
        uint deadlinesBefore = Deadlines.Count;
        Result<uint> slot = UserStart.Run(_isRuntime ? "runtimetest"u8 : "selftest"u8, UserTests.Argument(_suite, index), !_isRuntime && _suite == UserTests.Hostile ? MachineState.HostileCalls : 0, FrameQuota);
        if (!context.Equal((ulong)ErrorCode.None, (ulong)slot.Error, "the test program starts"u8))
        {
            return;
        }

        Judge(ref context, slot.Value);
        ulong daif = KernelLock.Acquire();
        ObjectReferences.Release(ObjectKind.Process, slot.Value);
        KernelLock.Release(daif);
        context.Equal(framesBefore, KernelMemory.Frames.Statistics.FreeFrames, "free frames are what they were"u8);
        context.Equal(objectsBefore, KernelObjects.UsedObjects, "kernel objects are what they were"u8);
        context.Equal(deadlinesBefore, Deadlines.Count, "deadlines are what they were"u8);
    }

    private void Judge(ref TestContext context, uint slot)
    {
        ulong seconds = _isRuntime && _suite == RuntimeTests.Soak ? SoakSeconds : DeadlineSeconds;
        ulong deadline = KernelClock.ReadCounter() + ((seconds + ((MachineState.HostileCalls & uint.MaxValue) / CallsPerSecond)) * KernelClock.FrequencyHz);
        ref Process process = ref KernelObjects.Process(slot);
        while (process.State != ProcessState.Dead)
        {
            if (!UserLoop.RunUntilExit(UserLoop.Exits, deadline) && process.State != ProcessState.Dead)
            {
                context.Check(false, "the test ends within its time"u8);
                ulong daif = KernelLock.Acquire();
                ProcessLife.End(ref process, ExitCause.Killed, 0);
                KernelLock.Release(daif);
                deadline += KernelClock.FrequencyHz;
            }
        }

        if (process.Cause == ExitCause.Fault)
        {
            context.Equal(0, process.FaultESR_EL1, "no fault: ESR_EL1"u8);
            context.Equal(0, process.FaultFAR_EL1, "no fault: FAR_EL1"u8);
            context.Equal(0, process.FaultPC, "no fault: PC"u8);
        }

        context.Equal((ulong)ExitCause.Exited, (ulong)process.Cause, "the program ends by itself"u8);
        context.Equal(0, process.ExitCode, "the program's code: 0, or line of the check that failed"u8);
    }
}
