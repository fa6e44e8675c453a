// The boot log's interrupt tests: each mark reports a check made at that moment.

using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Panic;

namespace RustKernel.Boot;

/// <summary>The interrupts' part of the boot log after their start.</summary>
internal static class InterruptReport
{
    private const ulong TicksToSee = 6;
    private const ulong IrqMask = 1 << 7;
    private const ulong SupervisorCallClass = 0x15;
    private const ulong DeadlineSeconds = 2;
    private const int MostPolls = 100_000;

    /// <summary>Tests masking, SVC and six ticks, and prints the statistics. <paramref name="hasTick"/>: the tick runs.</summary>
    internal static void Write(bool hasTick)
    {
        ulong before = Cpu.SaveAndMaskIrq();
        bool masked = (SystemRegisters.ReadDAIF() & IrqMask) != 0;
        KernelConsole.WriteCheck(
            masked,
            "Interrupt Test: ✓ Interrupts disabled\n"u8,
            "Interrupt Test: ✗ Interrupts could not be disabled\n"u8);
        Cpu.RestoreInterrupts(before);
        KernelConsole.WriteCheck(
            SupervisorCallWorks(),
            "Interrupt Test: ✓ System call handling working\n"u8,
            "Interrupt Test: ✗ System call handling failed\n"u8);
        if (hasTick)
        {
            WriteTicks();
        }
    }

    private static bool SupervisorCallWorks()
    {
        ExpectedFault.Arm();
        Faults.SupervisorCall();
        return ExpectedFault.Disarm() && new ExceptionSyndrome(ExpectedFault.ESR_EL1).EC == SupervisorCallClass;
    }

    private static void WriteTicks()
    {
        ulong start = SystemTick.Ticks;
        bool came = WaitForTicks(start + TicksToSee);
        ulong seen = SystemTick.Ticks;
        KernelConsole.WriteCheck(came, "Interrupt Test: ✓ Timer interrupts working ("u8, "Interrupt Test: ✗ Timer interrupts missing ("u8);
        KernelConsole.WriteDecimal(start);
        KernelConsole.Write("→"u8);
        KernelConsole.WriteDecimal(seen);
        KernelConsole.Write(")\nInterrupt Test: === Interrupt Statistics ===\nInterrupt Test: Timer ticks: "u8);
        KernelConsole.WriteDecimal(seen);
        KernelConsole.Write("\nInterrupt Test: Interrupts taken: "u8);
        KernelConsole.WriteDecimal(Interrupts.Count(MachineState.TickIntid));
        KernelConsole.Write(" timer (INTID "u8);
        KernelConsole.WriteDecimal(MachineState.TickIntid.Value);
        KernelConsole.Write("), "u8);
        KernelConsole.WriteDecimal(Interrupts.SpuriousCount);
        KernelConsole.Write(" spurious, "u8);
        KernelConsole.WriteDecimal(Interrupts.UnhandledCount);
        KernelConsole.Write(" unhandled\n"u8);
    }

    /// <summary>
    /// Sleeps until <paramref name="count"/> ticks have passed; false when they do not come. Before
    /// it sleeps it checks that an interrupt arrives and the counter runs, because nothing would
    /// wake a CPU whose interrupts are lost.
    /// </summary>
    internal static bool WaitForTicks(ulong count)
    {
        if (!InterruptArrives() || !CounterRuns())
        {
            return false;
        }

        ulong deadline = KernelClock.ElapsedTicks + (DeadlineSeconds * KernelClock.FrequencyHz);
        while (SystemTick.Ticks < count)
        {
            if (KernelClock.ElapsedTicks > deadline)
            {
                return false;
            }

            Cpu.WaitForInterrupt();
        }

        return true;
    }

    // Makes the tick's interrupt pending by hand; the tick's handler finds it early and does nothing.
    private static bool InterruptArrives()
    {
        uint before = Interrupts.Count(MachineState.TickIntid);
        if (Interrupts.Controller is not InterruptController controller
            || controller.SetPending(MachineState.TickIntid) != ErrorCode.None)
        {
            return false;
        }

        for (int i = 0; i < MostPolls; i++)
        {
            if (Interrupts.Count(MachineState.TickIntid) != before)
            {
                return true;
            }
        }

        return false;
    }

    private static bool CounterRuns()
    {
        ulong before = KernelClock.ElapsedTicks;
        for (int i = 0; i < MostPolls; i++)
        {
            if (KernelClock.ElapsedTicks != before)
            {
                return true;
            }
        }

        return false;
    }
}
