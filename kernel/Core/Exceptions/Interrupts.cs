// The kernel's side of interrupts: handlers, counts, and the way from the vector to the handler. Policy: no nesting. IRQs
// stay masked from the vector to eret, so handlers are short. An interrupt without a handler is masked and logged.

using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;
using RustKernel.Arm64;
using RustKernel.Diagnostics;

namespace RustKernel.Exceptions;

/// <summary>Registration, dispatch and statistics. Registration happens at start-up, with IRQs masked.</summary>
public static class Interrupts
{
    private const int MaximumHandlers = 32;
    private const int SourceCount = CpuBlock.SourceCount;
    private const int BankedCount = (int)Intid.FirstSpi;

    private static InterruptController? s_controller;
    private static Handlers s_handlers;
    private static SlotTable s_slots;
    private static LineCounts s_lines;
    private static TriggerTable s_triggers;

    [InlineArray(MaximumHandlers)]
    private struct Handlers
    {
        private InterruptHandler? _first;
    }

    // How many interrupts each handler has.
    [InlineArray(MaximumHandlers)]
    private struct LineCounts
    {
        private ushort _first;
    }

    [InlineArray(SourceCount)]
    private struct SlotTable
    {
        private byte _first;
    }

    // The triggers of the CPUs' own interrupts, for CPUs that start later.
    [InlineArray(BankedCount)]
    private struct TriggerTable
    {
        private InterruptTrigger _first;
    }

    /// <summary>The controller in use; null before <see cref="Use"/>.</summary>
    public static InterruptController? Controller => s_controller;

    /// <summary>Acknowledges that found nothing pending, on all CPUs.</summary>
    public static uint SpuriousCount
    {
        get
        {
            uint sum = 0;
            for (int i = 0; i < PerCpu.MaximumCpus; i++)
            {
                sum += Volatile.Read(ref PerCpu.At(i).SpuriousCount);
            }

            return sum;
        }
    }

    /// <summary>Interrupts that came without a handler, on all CPUs; each source is masked the first time.</summary>
    public static uint UnhandledCount
    {
        get
        {
            uint sum = 0;
            for (int i = 0; i < PerCpu.MaximumCpus; i++)
            {
                sum += Volatile.Read(ref PerCpu.At(i).UnhandledCount);
            }

            return sum;
        }
    }

    /// <summary>Dispatches interrupts of <paramref name="controller"/>, which is initialised, from now on.</summary>
    public static void Use(InterruptController controller) => s_controller = controller;

    /// <summary>How often the calling CPU took <paramref name="intid"/>, modulo 2^32.</summary>
    public static uint Count(Intid intid) => Count(intid, (int)PerCpu.Current.Index);

    /// <summary>How often CPU <paramref name="cpu"/> took <paramref name="intid"/>, modulo 2^32.</summary>
    public static uint Count(Intid intid, int cpu) =>
        intid.Value < SourceCount ? Volatile.Read(ref PerCpu.At(cpu).Counts[(int)intid.Value]) : 0;

    /// <summary>
    /// Sets up the calling CPU's part of the controller, with every SGI and PPI that has a handler.
    /// IRQs are masked; another CPU has called <see cref="Use"/>. Errors as
    /// <see cref="InterruptController.InitialiseCpu"/>, InvalidState without a controller.
    /// </summary>
    public static ErrorCode StartCpu(ref CpuBlock cpu)
    {
        if (s_controller is not InterruptController controller)
        {
            return ErrorCode.InvalidState;
        }

        Result<InterruptTarget> target = controller.InitialiseCpu();
        cpu.Target = target.Value;
        ErrorCode error = target.Error;
        for (uint i = 0; i < BankedCount && error == ErrorCode.None; i++)
        {
            if (s_slots[(int)i] != 0)
            {
                error = EnableBanked(controller, new Intid(i));
            }
        }

        return error;
    }

    /// <summary>
    /// Registers <paramref name="handler"/> for an interrupt, as the device tree specifies it, and
    /// enables that. <see cref="ErrorCode.InvalidState"/> without a controller;
    /// <see cref="ErrorCode.AlreadyExists"/> when it has a handler;
    /// <see cref="ErrorCode.OutOfMemory"/> beyond 31 handlers (a handler serves any number of
    /// interrupts); otherwise the controller's errors.
    /// </summary>
    public static ErrorCode Register(InterruptSpecifier specifier, InterruptHandler handler)
    {
        if (s_controller is not InterruptController controller)
        {
            return ErrorCode.InvalidState;
        }

        Intid intid = specifier.Intid;
        if (intid.Value >= controller.IntidEndExclusive)
        {
            return ErrorCode.InvalidArgument;
        }

        if (s_slots[(int)intid.Value] != 0)
        {
            return ErrorCode.AlreadyExists;
        }

        ErrorCode error = intid.IsSgi ? ErrorCode.None : controller.SetTrigger(intid, specifier.Trigger);

        if (intid.Value < BankedCount)
        {
            s_triggers[(int)intid.Value] = specifier.Trigger;
        }

        // When the hardware fixes the trigger and the tree says otherwise, the hardware is right.
        return error is ErrorCode.None or ErrorCode.NotSupported ? Connect(controller, intid, handler) : error;
    }

    /// <summary>
    /// Registers <paramref name="handler"/> for SGI <paramref name="intid"/>, which CPUs send to each
    /// other. InvalidArgument when it is no SGI; otherwise as <see cref="Register"/>.
    /// </summary>
    public static ErrorCode RegisterSgi(Intid intid, InterruptHandler handler)
    {
        if (s_controller is not InterruptController controller)
        {
            return ErrorCode.InvalidState;
        }

        return intid.IsSgi ? Connect(controller, intid, handler) : ErrorCode.InvalidArgument;
    }

    /// <summary>
    /// Removes an interrupt's handler and masks the interrupt. NotFound when it has none; otherwise the controller's errors.
    /// </summary>
    public static ErrorCode Unregister(Intid intid)
    {
        if (s_controller is not InterruptController controller || intid.Value >= SourceCount || s_slots[(int)intid.Value] == 0)
        {
            return ErrorCode.NotFound;
        }

        ErrorCode error = controller.Disable(intid);
        byte slot = s_slots[(int)intid.Value];
        s_slots[(int)intid.Value] = 0;
        if (--s_lines[slot] == 0)
        {
            s_handlers[slot] = null;
        }

        // A GICv2 may keep its SGIs enabled for good. No one sends this one any more; one that comes anyway counts as unhandled.
        return intid.IsSgi ? ErrorCode.None : error;
    }

    private static ErrorCode EnableBanked(InterruptController controller, Intid intid)
    {
        ErrorCode error = intid.IsSgi ? ErrorCode.None : controller.SetTrigger(intid, s_triggers[(int)intid.Value]);
        return error is ErrorCode.None or ErrorCode.NotSupported ? controller.Enable(intid) : error;
    }

    private static ErrorCode Connect(InterruptController controller, Intid intid, InterruptHandler handler)
    {
        if (s_slots[(int)intid.Value] != 0)
        {
            return ErrorCode.AlreadyExists;
        }

        byte slot = SlotOf(handler);
        if (slot == 0)
        {
            return ErrorCode.OutOfMemory;
        }

        s_handlers[slot] = handler;
        s_lines[slot]++;
        s_slots[(int)intid.Value] = slot;

        // The interrupt may reach another CPU at once, which must find the handler: otherwise it masks the line for good.
        Publication.BeforeInterrupt();
        return controller.Enable(intid);
    }

    // The slot that the handler has already, else a free one, else 0. Slot 0 stays empty: it means an interrupt without a handler.
    private static byte SlotOf(InterruptHandler handler)
    {
        int free = 0;
        for (int slot = MaximumHandlers - 1; slot > 0; slot--)
        {
            if (ReferenceEquals(s_handlers[slot], handler))
            {
                return (byte)slot;
            }

            free = s_handlers[slot] is null ? slot : free;
        }

        return (byte)free;
    }

    // From the vector (TickPath.S): IRQs masked, on the interrupted stack; cpu is the block of the CPU that took the interrupt.
    // acknowledged is the controller's answer, or CpuBlock.NotAcknowledged.
    [RuntimeExport("interrupt_dispatch")]
    internal static void Dispatch(ref CpuBlock cpu, uint acknowledged)
    {
        InterruptController controller = s_controller!;
        ActiveInterrupt active = acknowledged == CpuBlock.NotAcknowledged ? controller.Acknowledge() : new ActiveInterrupt(acknowledged);
        Intid intid = active.Intid;
        if (intid.IsSpecial)
        {
            cpu.SpuriousCount++;
            return;
        }

        cpu.Counts[(int)intid.Value]++;
        InterruptHandler? handler = s_handlers[s_slots[(int)intid.Value] & (MaximumHandlers - 1)];
        if (handler is null)
        {
            MaskUnhandled(ref cpu, controller, intid);
        }
        else if (handler.HoldsLines)
        {
            // Before the handler, because another CPU may release it as soon as the handler has reported it.
            controller.Hold(active);
            handler.Handle(intid);
            return;
        }
        else
        {
            handler.Handle(intid);
        }

        controller.EndOfInterrupt(active);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MaskUnhandled(ref CpuBlock cpu, InterruptController controller, Intid intid)
    {
        cpu.UnhandledCount++;
        KernelConsole.BeginLine();
        KernelConsole.Write(controller.Disable(intid) == ErrorCode.None
            ? "Interrupts: no handler for INTID "u8
            : "Interrupts: cannot be masked, no handler for INTID "u8);
        KernelConsole.WriteDecimal(intid.Value);
        KernelConsole.Write("; it is masked\n"u8);
        KernelConsole.EndLine();
    }
}
