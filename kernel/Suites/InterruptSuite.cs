// Suite interrupts: from the controller to the handler and back, with interrupts made pending by hand.

using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Exceptions;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Tests of interrupt delivery. Uses the two highest SPIs, which boards leave free, and SGI 15.</summary>
[Suite("interrupts", 40)]
internal sealed partial class InterruptSuite : TestSuite
{
    private const ulong IrqMask = 1 << 7;
    private const int MostPolls = 100_000;
    private const uint TestSgi = 15;
    private const uint VectorCount = 16;
    private const uint IrqFromKernel = 5;
    private const uint IrqFromUser = 9;
    private const uint EdgeFlag = 1;

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        if (Interrupts.Controller is null)
        {
            context.Check(false, "an interrupt controller is in use"u8);
            return;
        }

        RunTest(index, ref context);
    }

    private static InterruptController TheController => Interrupts.Controller!;

    private static Intid FirstTestSpi => new(TheController.IntidEndExclusive - 1);

    private static Intid SecondTestSpi => new(TheController.IntidEndExclusive - 2);

    [Test]
    private static void Controller(ref TestContext context)
    {
        context.Check(TheController.IntidEndExclusive is >= 64 and <= 1020, "it has SPIs"u8);
        context.Check((SystemRegisters.ReadDAIF() & IrqMask) == 0, "IRQs are unmasked"u8);
    }

    [Test("software_pending_is_delivered")]
    private static void SoftwarePending(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        Pend(ref context, FirstTestSpi);
        context.Check(WaitForCount(1), "the handler was called"u8);
        context.Equal(FirstTestSpi.Value, RecordingHandler.Last, "with its INTID"u8);
        Pend(ref context, FirstTestSpi);
        context.Check(WaitForCount(2), "and again"u8);
        Unregister(ref context, FirstTestSpi);
    }

    [Test("masked_interrupts_wait")]
    private static void MaskedWait(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        Pend(ref context, FirstTestSpi);
        context.Check(WaitForPending(FirstTestSpi), "it is pending"u8);
        context.Equal(0, RecordingHandler.Calls, "not taken while masked"u8);
        Cpu.RestoreInterrupts(daif);
        context.Check(WaitForCount(1), "taken when unmasked"u8);
        Unregister(ref context, FirstTestSpi);
    }

    [Test("disabled_interrupts_wait")]
    private static void DisabledWait(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        context.Check(TheController.Disable(FirstTestSpi) == ErrorCode.None, "disabled"u8);
        Pend(ref context, FirstTestSpi);
        context.Check(WaitForPending(FirstTestSpi), "it is pending"u8);
        context.Equal(0, RecordingHandler.Calls, "not taken while disabled"u8);
        context.Check(TheController.Enable(FirstTestSpi) == ErrorCode.None, "enabled"u8);
        context.Check(WaitForCount(1), "taken when enabled"u8);
        Unregister(ref context, FirstTestSpi);
    }

    [Test]
    private static void UnhandledIsMasked(ref TestContext context)
    {
        uint before = Interrupts.UnhandledCount;
        Publication.BeforeInterrupt();
        context.Check(TheController.Enable(SecondTestSpi) == ErrorCode.None, "enabled without a handler"u8);
        Pend(ref context, SecondTestSpi);
        context.Check(WaitForUnhandled(before + 1), "counted as unhandled"u8);
        Pend(ref context, SecondTestSpi);
        context.Check(WaitForPending(SecondTestSpi), "the next one stays pending"u8);
        context.Equal(before + 1, Interrupts.UnhandledCount, "and is not taken"u8);
        context.Check(TheController.ClearPending(SecondTestSpi) == ErrorCode.None, "cleared"u8);
    }

    [Test]
    private static void SgiToSelf(ref TestContext context)
    {
        RecordingHandler.Reset();
        Intid sgi = new(TestSgi);
        context.Check(Interrupts.RegisterSgi(sgi, RecordingHandler.Instance) == ErrorCode.None, "registered"u8);
        context.Check(TheController.SendSgi(sgi, MachineState.BootCpuTarget) == ErrorCode.None, "sent"u8);
        context.Check(WaitForCount(1), "taken"u8);
        context.Equal(TestSgi, RecordingHandler.Last, "with its INTID"u8);
        context.Check(Interrupts.Unregister(sgi) == ErrorCode.None, "unregistered"u8);
    }

    [Test]
    private static void PriorityOrder(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi) || !RegisterSecond(ref context))
        {
            return;
        }

        context.Check(
            TheController.SetPriority(SecondTestSpi, InterruptController.DefaultPriority - 0x20) == ErrorCode.None,
            "priority set"u8);
        ulong daif = Cpu.SaveAndMaskIrq();
        Pend(ref context, FirstTestSpi);
        Pend(ref context, SecondTestSpi);
        context.Check(WaitForPending(FirstTestSpi) && WaitForPending(SecondTestSpi), "both are pending"u8);
        Cpu.RestoreInterrupts(daif);
        context.Check(WaitForCount(2), "both taken"u8);
        context.Equal(SecondTestSpi.Value, RecordingHandler.First, "the more urgent one first"u8);
        context.Check(
            TheController.SetPriority(SecondTestSpi, InterruptController.DefaultPriority) == ErrorCode.None,
            "priority restored"u8);
        Unregister(ref context, FirstTestSpi);
        Unregister(ref context, SecondTestSpi);
    }

    [Test]
    private static void NoNesting(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        Pend(ref context, FirstTestSpi);
        context.Check(WaitForCount(1), "taken"u8);
        context.Check((RecordingHandler.MasksInside & IrqMask) != 0, "IRQs were masked in the handler"u8);
        context.Check((SystemRegisters.ReadDAIF() & IrqMask) == 0, "and are unmasked after it"u8);
        Unregister(ref context, FirstTestSpi);
    }

    // The tick is held back, so that nothing at all is pending.
    [Test]
    private static void Spurious(ref TestContext context)
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        context.Check(TheController.Disable(MachineState.TickIntid) == ErrorCode.None, "the tick is held back"u8);
        ActiveInterrupt active = TheController.Acknowledge();
        if (!context.Check(active.Intid.IsSpecial, "nothing pending gives a special INTID"u8))
        {
            TheController.EndOfInterrupt(active);
        }

        context.Check(TheController.Enable(MachineState.TickIntid) == ErrorCode.None, "the tick goes on"u8);
        Cpu.RestoreInterrupts(daif);
    }

    [Test]
    private static void RegistersSurvive(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        Pend(ref context, FirstTestSpi);
        context.Check(WaitForPending(FirstTestSpi), "it is pending"u8);
        context.Equal(0, Faults.DamagedRegistersByInterrupt(), "registers that an interrupt changed (a bit each)"u8);
        context.Equal(1, RecordingHandler.Calls, "the interrupt was taken meanwhile"u8);
        Cpu.RestoreInterrupts(daif);
        Unregister(ref context, FirstTestSpi);
    }

    [Test]
    private static void RegistrationErrors(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        context.Check(
            Interrupts.Register(Specifier(FirstTestSpi), RecordingHandler.Instance) == ErrorCode.AlreadyExists,
            "a second handler is refused"u8);
        context.Check(Interrupts.RegisterSgi(FirstTestSpi, RecordingHandler.Instance) == ErrorCode.InvalidArgument, "an SPI is no SGI"u8);
        Unregister(ref context, FirstTestSpi);
        context.Check(Interrupts.Unregister(FirstTestSpi) == ErrorCode.NotFound, "unregistering twice is an error"u8);
        context.Check(
            TheController.Enable(new Intid(1019)) == ErrorCode.InvalidArgument || TheController.IntidEndExclusive == 1020,
            "an INTID that does not exist is refused"u8);
    }

    // Vector 5 acknowledges a real interrupt, so it finds a spurious one (or a tick); the others reach the dispatcher. Vector 9 may
    // acknowledge one as well: a pending interrupt is taken there or later, and does not stay active.
    [Test("all_vectors_enter")]
    private static void AllVectors(ref TestContext context)
    {
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        for (uint vector = 0; vector < VectorCount; vector++)
        {
            ExpectedVector.Arm();
            uint spurious = Interrupts.SpuriousCount;
            uint ticks = Interrupts.Count(MachineState.TickIntid);
            if (vector == IrqFromUser)
            {
                Pend(ref context, FirstTestSpi);
                context.Check(WaitForPending(FirstTestSpi), "an interrupt is pending when vector 9 is entered"u8);
            }

            Faults.EnterVector(vector);
            if (vector == IrqFromKernel)
            {
                context.Check(
                    Interrupts.SpuriousCount != spurious || Interrupts.Count(MachineState.TickIntid) != ticks,
                    "the IRQ vector asks the controller"u8);
                ExpectedVector.Disarm();
            }
            else
            {
                context.Equal(vector, ExpectedVector.Seen, "the dispatcher's vector number"u8);
            }
        }

        Cpu.RestoreInterrupts(daif);
        context.Check(WaitForCount(1), "the interrupt is taken"u8);
        Pend(ref context, FirstTestSpi);
        context.Check(WaitForCount(2), "and the next one, too"u8);
        Unregister(ref context, FirstTestSpi);
    }

    [Test]
    private static void Statistics(ref TestContext context)
    {
        uint before = Interrupts.Count(FirstTestSpi);
        if (!Register(ref context, FirstTestSpi))
        {
            return;
        }

        for (uint i = 0; i < 5; i++)
        {
            Pend(ref context, FirstTestSpi);
            context.Check(WaitForCount(i + 1), "taken"u8);
        }

        context.Equal(before + 5, Interrupts.Count(FirstTestSpi), "counted by source"u8);
        Unregister(ref context, FirstTestSpi);
        context.Metric("interrupts.spurious"u8, Interrupts.SpuriousCount, "interrupts"u8);
        context.Metric("interrupts.unhandled"u8, Interrupts.UnhandledCount, "interrupts"u8);
    }

    private static InterruptSpecifier Specifier(Intid spi) => InterruptSpecifier.Decode(0, spi.Value - Intid.FirstSpi, EdgeFlag).Value;

    private static bool Register(ref TestContext context, Intid spi)
    {
        RecordingHandler.Reset();
        return context.Check(Interrupts.Register(Specifier(spi), RecordingHandler.Instance) == ErrorCode.None, "registered"u8);
    }

    private static bool RegisterSecond(ref TestContext context) =>
        context.Check(
            Interrupts.Register(Specifier(SecondTestSpi), RecordingHandler.Instance) == ErrorCode.None,
            "second one registered"u8);

    private static void Unregister(ref TestContext context, Intid spi) =>
        context.Check(Interrupts.Unregister(spi) == ErrorCode.None, "unregistered"u8);

    private static void Pend(ref TestContext context, Intid spi) =>
        context.Check(TheController.SetPending(spi) == ErrorCode.None, "made pending"u8);

    private static bool WaitForCount(uint calls)
    {
        for (int i = 0; i < MostPolls && RecordingHandler.Calls < calls; i++)
        {
            Cpu.Relax();
        }

        return RecordingHandler.Calls == calls;
    }

    private static bool WaitForUnhandled(uint count)
    {
        for (int i = 0; i < MostPolls && Interrupts.UnhandledCount < count; i++)
        {
            Cpu.Relax();
        }

        return Interrupts.UnhandledCount == count;
    }

    private static bool WaitForPending(Intid spi)
    {
        for (int i = 0; i < MostPolls; i++)
        {
            Result<bool> pending = TheController.IsPending(spi);
            if (pending.IsOk && pending.Value)
            {
                return true;
            }
        }

        return false;
    }
}
