using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Memory;
using RustKernel.Objects;
using RustKernel.Scheduling;

namespace RustKernel.Boot;

/// <summary>The boot CPU's last task: starts Init, watches over it, and runs threads, for ever.</summary>
internal static class InitWatch
{
    // Init distributes the memory it gets: all, except a share that the kernel itself may still need.
    private const ulong KernelShare = 8;
    private const ulong SecondsInMinute = 60;
    private const uint RestartsInMinute = 20;

    /// <summary>Runs the services. Returns when there is no Init, or when it has ended for good; both are logged.</summary>
    internal static void Run()
    {
        if (!UserLoop.IsStarted)
        {
            return;
        }

        ulong free = KernelMemory.Frames.Statistics.FreeFrames;
        Result<Slot<Process>> slot = UserStart.RunInit(0, free - (free / KernelShare));
        if (!slot.IsOk)
        {
            KernelConsole.Write("Kernel: no Init, error "u8);
            KernelConsole.WriteDecimal((uint)slot.Error);
            KernelConsole.Write("\n"u8);
            return;
        }

        UserLoop.SetIdlesWithoutTick(true);
        ref Process process = ref KernelObjects.Process(slot.Value);
        uint starts = 0;
        ulong minute = KernelClock.ReadCounter();
        uint inMinute = 0;
        WaitForEnd(ref process);
        while (ProcessLife.IsKept(ref process) && inMinute < RestartsInMinute)
        {
            ulong now = KernelClock.ReadCounter();
            inMinute = now - minute > SecondsInMinute * KernelClock.FrequencyHz ? 1 : inMinute + 1;
            minute = inMinute == 1 ? now : minute;
            if (process.ExitCode == ProcessLife.SilentCode)
            {
                KernelConsole.Write("Kernel: Init computed for 5 s without a look at its port\n"u8);
            }

            if (UserStart.RunInitAgain(ref process, ++starts) != ErrorCode.None)
            {
                break;
            }

            WaitForEnd(ref process);
        }

        // The line belongs to the kernel again when everything that Console left has been sent.
        UserLoop.FinishChores();
        KernelConsole.Write("Kernel: Init has ended, cause "u8);
        KernelConsole.WriteDecimal((uint)process.Cause);
        KernelConsole.Write(", code "u8);
        KernelConsole.WriteHex(process.ExitCode);
        KernelConsole.Write("\n"u8);
    }

    private static void WaitForEnd(ref Process process)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        uint exits = UserLoop.Exits;
        while (!ProcessLife.HasEnded(ref process))
        {
            ulong daif = Cpu.SaveAndMaskIrq();
            UserLoop.RunOrSleep(ref cpu, exits);
            Cpu.RestoreInterrupts(daif);
            exits = UserLoop.Exits;
        }
    }
}
