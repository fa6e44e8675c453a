// SErrors, as from a device that refuses a posted write.

using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Diagnostics;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

internal sealed partial class InterruptSuite
{
    private const ulong SystemErrorFrames = 512;
    private const ulong FirstTest = 0;
    private const int ProgramMilliseconds = 10_000;
    private const int El2Shift = 8;
    private const ulong El2Mask = 0xF;

    // A program that would end with 0 gets one before its first instruction: only that program ends.
    [Test("serror_from_user")]
    private static void SystemErrorFromUser(ref TestContext context)
    {
        if (!HasEl2)
        {
            context.Skip("nothing of ours at EL2 could raise an SError: entered below it, or there is none"u8);
            return;
        }

        ulong framesBefore = KernelMemory.Frames.Statistics.FreeFrames;
        ulong daif = Cpu.SaveAndMaskIrq();
        Cpu.MaskInterrupts();
        Result<Slot<Process>> slot = UserStart.Run("selftest"u8, FirstTest, 0, SystemErrorFrames, cpus: 1);
        if (context.Equal((ulong)ErrorCode.None, (ulong)slot.Error, "the program starts"u8))
        {
            Cpu.RaiseSystemError();
            ref Process process = ref KernelObjects.Process(slot.Value);
            ulong deadline = KernelClock.ReadCounter() + (KernelClock.FrequencyHz * ProgramMilliseconds / 1000);
            while (!ProcessLife.HasEnded(ref process) && UserLoop.RunUntilExit(UserLoop.Exits, deadline))
            {
            }

            Cpu.LowerSystemError();
            Judge(ref context, ref process);
            KernelLock.Enter();
            ObjectReferences.Release(slot.Value);
            KernelLock.Leave();
            context.Equal(framesBefore, KernelMemory.Frames.Statistics.FreeFrames, "free frames are what they were"u8);
        }

        Cpu.LowerSystemError();
        Cpu.RestoreInterrupts(daif);
    }

    private static void Judge(ref TestContext context, ref Process process)
    {
        context.Check(ProcessLife.HasEnded(ref process), "the process has ended"u8);
        context.Equal((ulong)ExitCause.Fault, (ulong)process.Cause, "by a fault"u8);
        context.Equal((ulong)FaultClass.Machine, process.ExitCode, "of the machine"u8);
        context.Check(new ExceptionSyndrome(process.FaultESR_EL1).IsSystemError, "ESR_EL1 says SError"u8);
    }

    private static bool HasEl2 =>
        MachineState.Boot.EntryExceptionLevel == 2
        || (MachineState.Boot.EntryExceptionLevel == 3 && ((SystemRegisters.ReadID_AA64PFR0_EL1() >> El2Shift) & El2Mask) != 0);
}
