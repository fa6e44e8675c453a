// The boot CPU's last task: to run Init, and threads beside it, for ever.

using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel;

/// <summary>Starts Init and looks after it.</summary>
internal static class InitWatch
{
    // Init deals out what it has been given: memory less what the kernel itself may still want.
    private const ulong KernelShare = 8;

    /// <summary>Runs the services. Returns when there is no Init, or when it has ended for good; both are told.</summary>
    internal static void Run()
    {
        if (!UserLoop.IsStarted)
        {
            return;
        }

        ulong free = KernelMemory.Frames.Statistics.FreeFrames;
        Result<uint> slot = UserStart.RunInit(0, free - (free / KernelShare));
        if (!slot.IsOk)
        {
            KernelConsole.Write("Kernel: no Init, error "u8);
            KernelConsole.WriteDecimal((uint)slot.Error);
            KernelConsole.Write("\n"u8);
            return;
        }

        UserLoop.SetIdlesWithoutTick(true);
        WaitForEnd(ref KernelObjects.Process(slot.Value));
        KernelConsole.Write("Kernel: Init has ended, cause "u8);
        KernelConsole.WriteDecimal((uint)KernelObjects.Process(slot.Value).Cause);
        KernelConsole.Write(", code "u8);
        KernelConsole.WriteHex(KernelObjects.Process(slot.Value).ExitCode);
        KernelConsole.Write("\n"u8);
    }

    private static void WaitForEnd(ref Process process)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        while (process.State != ProcessState.Dead)
        {
            ulong daif = Cpu.SaveAndMaskIrq();
            UserLoop.RunOrSleep(ref cpu);
            Cpu.RestoreInterrupts(daif);
        }
    }
}
