using System;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Smp;
using RustKernel.User.SelfTest;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Runs one of <see cref="UserBenchmarks"/>, which a program at EL0 measures, and reports its result.</summary>
internal static class UserBenchmarkRun
{
    private const ulong FrameQuota = 4096;
    private const ulong CrowdFrameQuota = 160 * 1024;
    private const ulong DeadlineSeconds = 30;
    private const ulong CrowdSeconds = 300;
    // CPUs that the host does not run spin: how long that takes depends on the host.
    private const ulong PairsSeconds = 160;
    private const int SuiteShift = 16;
    private const ulong InterruptShift = 48;

    // The last SPI of a GIC with 288 interrupts, as QEMU's virt has: it has no device.
    private const ulong FreeIntid = 286;

    internal static void Run(int number, ref TestContext context)
    {
        if (!MachineState.CountsInstructions && number != UserBenchmarks.Pairs)
        {
            context.Skip("this machine does not count instructions (QEMU: run with -icount)"u8);
            return;
        }

        bool isInterrupt = number is UserBenchmarks.InterruptToThread or UserBenchmarks.InterruptToDriver;
        ulong extra = isInterrupt ? FreeIntid << (int)InterruptShift | MachineState.DistributorAddress
            : number == UserBenchmarks.Collection ? Crowd.Objects : Crowd.Packed;
        if (isInterrupt && MachineState.DistributorAddress == 0)
        {
            context.Skip("no interrupt controller whose distributor a program may try"u8);
            return;
        }

        bool isOfRuntime = number is (>= UserBenchmarks.ServiceCall and <= UserBenchmarks.ServiceCallText) or UserBenchmarks.Collection;
        ReadOnlySpan<byte> program = isOfRuntime ? "runtimetest"u8 : "selftest"u8;
        ulong frames = Crowd.IsThere ? CrowdFrameQuota : FrameQuota;
        Result<Slot<Process>> slot = UserStart.Run(program, ((ulong)UserBenchmarks.Suite << SuiteShift) | (uint)number, extra, frames);
        if (!context.Equal((ulong)ErrorCode.None, (ulong)slot.Error, "the program starts"u8))
        {
            return;
        }

        ref Process process = ref KernelObjects.Process(slot.Value);
        ulong seconds = Crowd.IsThere ? CrowdSeconds : number == UserBenchmarks.Pairs ? PairsSeconds : DeadlineSeconds;
        ulong deadline = KernelClock.ReadCounter() + (seconds * KernelClock.FrequencyHz);
        while (process.State != ProcessState.Dead && KernelClock.ReadCounter() < deadline)
        {
            _ = UserLoop.RunUntilExit(UserLoop.Exits, deadline);
        }

        context.Equal((ulong)ProcessState.Dead, (ulong)process.State, "the program ends within its time"u8);
        bool isMeasured = process.Cause == ExitCause.Exited && (process.ExitCode & UserBenchmarks.Measured) != 0;
        if (isMeasured)
        {
            ReadOnlySpan<byte> unit = number == UserBenchmarks.Pairs ? "messages"u8 : "instructions"u8;
            context.Metric(UserBenchmarks.Metric(number), process.ExitCode & ~UserBenchmarks.Measured, unit);
        }
        else
        {
            context.Equal(0, process.ExitCode, "line of the check that failed"u8);
            context.Check(false, "the program measures"u8);
        }

        ulong daif = KernelLock.Acquire();
        ProcessLife.End(ref process, ExitCause.Killed, 0);
        ObjectReferences.Release(slot.Value);
        KernelLock.Release(daif);
        UserLoop.FinishChores();
    }
}
