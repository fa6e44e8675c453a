// Suite interrupts, lines for drivers outside the kernel: held from the moment they fire until they are acknowledged.

using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Scheduling;
using RustKernel.SelfTests;
using RustKernel.Smp;

namespace RustKernel.Suites;

internal sealed partial class InterruptSuite
{
    [Test("held_lines")]
    private static void HeldLines(ref TestContext context)
    {
        // The first driver ends while it holds the line, and leaves it to the second.
        if (MakeLine(ref context, out Slot<InterruptObject> first))
        {
            Pend(ref context, FirstTestSpi);
            context.Check(WaitForLine(first, 1), "it is reported"u8);
            Pend(ref context, FirstTestSpi);
            context.Check(!WaitForLine(first, 2), "not again while it is held"u8);
            ReleaseLine(first);
        }

        if (!MakeLine(ref context, out Slot<InterruptObject> second))
        {
            return;
        }

        // The second driver gets the edge that came while the first held the line; acknowledging twice counts once.
        context.Check(WaitForLine(second, 1), "the successor gets it"u8);
        Pend(ref context, FirstTestSpi);
        Acknowledge(ref context, second);
        context.Check(WaitForLine(second, 2), "what came meanwhile is reported as soon as it is acknowledged"u8);
        Acknowledge(ref context, second);
        Acknowledge(ref context, second);
        Pend(ref context, FirstTestSpi);
        context.Check(WaitForLine(second, 3), "and again"u8);
        ReleaseLine(second);
    }

    private static bool MakeLine(ref TestContext context, out Slot<InterruptObject> slot)
    {
        ulong daif = KernelLock.Acquire();
        Result<Slot<InterruptObject>> made = InterruptObjects.Create(default, Specifier(FirstTestSpi));
        slot = made.Value;
        ErrorCode error = made.IsOk ? InterruptObjects.Connect(ref KernelObjects.Interrupt(slot)) : made.Error;
        KernelLock.Release(daif);
        return context.Equal((ulong)ErrorCode.None, (ulong)error, "an interrupt object is made and connected"u8);
    }

    private static void ReleaseLine(Slot<InterruptObject> slot)
    {
        ulong daif = KernelLock.Acquire();
        ObjectReferences.Release(slot);
        KernelLock.Release(daif);
        UserLoop.FinishChores();
    }

    private static void Acknowledge(ref TestContext context, Slot<InterruptObject> slot)
    {
        ulong daif = KernelLock.Acquire();
        ErrorCode error = InterruptObjects.Acknowledge(ref KernelObjects.Interrupt(slot));
        KernelLock.Release(daif);
        context.Equal((ulong)ErrorCode.None, (ulong)error, "acknowledged"u8);
    }

    private static bool WaitForLine(Slot<InterruptObject> slot, uint fired)
    {
        for (int i = 0; i < MostPolls && System.Threading.Volatile.Read(ref KernelObjects.Interrupt(slot).Pending) < fired; i++)
        {
            Cpu.Relax();
        }

        return KernelObjects.Interrupt(slot).Pending == fired;
    }
}
