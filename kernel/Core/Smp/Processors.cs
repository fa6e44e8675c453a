// All CPUs: which ones run, how one asks another to do something, how all are stopped, what an idle one does. The composition
// root starts CPUs; bsp/Arm64/Locks.S argues the memory order.

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Scheduling;

namespace RustKernel.Smp;

/// <summary>
/// CPUs by number; the boot CPU is 0. A CPU that waits for another keeps serving calls to itself,
/// so two CPUs may call each other at the same time.
/// </summary>
public static class Processors
{
    /// <summary>The limit of function numbers that can be registered.</summary>
    public const uint MaximumFunctions = 16;

    private static Functions s_functions;
    private static uint s_slots = 1;

    [InlineArray((int)MaximumFunctions)]
    private struct Functions
    {
        private CrossCall? _first;
    }

    /// <summary>All CPU numbers in use lie below this; some of them may not be online.</summary>
    public static int SlotCount => (int)Publication.Load(ref s_slots);

    /// <summary>CPUs that take work now, including the calling one.</summary>
    public static int OnlineCount
    {
        get
        {
            int count = 0;
            for (int i = 0; i < SlotCount; i++)
            {
                count += IsOnline(i) ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>True when CPU <paramref name="cpu"/> takes interrupts and work.</summary>
    public static bool IsOnline(int cpu) => (uint)cpu < PerCpu.MaximumCpus && Publication.Load(ref PerCpu.At(cpu).State) == CpuState.Online;

    /// <summary>Prepares the boot CPU, whose interrupts work, for the others. Errors as <see cref="Interrupts.RegisterSgi"/>.</summary>
    public static ErrorCode Start(ulong bootAffinity)
    {
        ref CpuBlock boot = ref PerCpu.At(0);
        boot.Affinity = bootAffinity;
        Publication.Store(ref boot.State, CpuState.Online);
        ErrorCode error = Interrupts.RegisterSgi(new Intid(InterProcessorInterrupts.Wake), InterProcessorInterrupts.Instance);
        if (error == ErrorCode.None)
        {
            error = Interrupts.RegisterSgi(new Intid(InterProcessorInterrupts.Call), InterProcessorInterrupts.Instance);
        }

        return error == ErrorCode.None
            ? Interrupts.RegisterSgi(new Intid(InterProcessorInterrupts.Stop), InterProcessorInterrupts.Instance)
            : error;
    }

    /// <summary>
    /// Assigns the next CPU number to the CPU with <paramref name="affinity"/>. OutOfMemory when all are in use. Boot CPU only.
    /// </summary>
    public static Result<uint> Reserve(ulong affinity)
    {
        uint index = s_slots;
        if (index >= PerCpu.MaximumCpus)
        {
            return ErrorCode.OutOfMemory;
        }

        ref CpuBlock block = ref PerCpu.At((int)index);
        block.Index = index;
        block.Affinity = affinity;
        Publication.Store(ref block.State, CpuState.Starting);
        Publication.Store(ref s_slots, index + 1);
        return index;
    }

    /// <summary>
    /// Makes <paramref name="function"/> callable as <paramref name="number"/>. InvalidArgument
    /// beyond <see cref="MaximumFunctions"/>. Before the first call.
    /// </summary>
    public static ErrorCode Register(uint number, CrossCall function)
    {
        if (number >= MaximumFunctions)
        {
            return ErrorCode.InvalidArgument;
        }

        s_functions[(int)number] = function;
        return ErrorCode.None;
    }

    /// <summary>Wakes the idle loop of <paramref name="cpu"/>. NotFound when it is not online; otherwise the controller's errors.</summary>
    public static ErrorCode Wake(int cpu) => Interrupt(cpu, InterProcessorInterrupts.Wake);

    /// <summary>
    /// Makes <paramref name="cpu"/> run <paramref name="function"/> in interrupt context and waits for the
    /// result, at most <paramref name="timeoutTicks"/> counter ticks. InvalidArgument for an unknown function,
    /// NotFound when the CPU is not online, TimedOut.
    /// </summary>
    public static Result<ulong> Call(int cpu, uint function, ulong argument, ulong timeoutTicks)
    {
        if (cpu == (int)PerCpu.Current.Index)
        {
            return CallHere(function, argument);
        }

        ulong deadline = KernelClock.ElapsedTicks + timeoutTicks;
        ref CpuMailbox mailbox = ref PerCpu.At(cpu).Call;
        ErrorCode error = Send(cpu, ref mailbox, function, argument, InterProcessorInterrupts.Call, deadline);
        return error == ErrorCode.None ? Collect(ref mailbox, deadline) : error;
    }

    /// <summary>
    /// Posts <paramref name="function"/> to the idle loop of another <paramref name="cpu"/> (never the boot
    /// CPU, which has none) and does not wait; <see cref="Await"/> fetches the result and must follow.
    /// WouldBlock while an earlier result was not fetched; otherwise as <see cref="Call"/>.
    /// </summary>
    public static ErrorCode Post(int cpu, uint function, ulong argument) => cpu == 0 || cpu == (int)PerCpu.Current.Index
        ? ErrorCode.InvalidArgument
        : Send(cpu, ref PerCpu.At(cpu).Work, function, argument, InterProcessorInterrupts.Wake, 0);

    /// <summary>
    /// Waits for the work that the caller posted to <paramref name="cpu"/>, at most
    /// <paramref name="timeoutTicks"/> counter ticks. TimedOut; the result is then lost.
    /// </summary>
    public static Result<ulong> Await(int cpu, ulong timeoutTicks) =>
        Collect(ref PerCpu.At(cpu).Work, KernelClock.ElapsedTicks + timeoutTicks);

    /// <summary>
    /// Stops every other CPU and waits for it, at most <paramref name="timeoutTicks"/> counter
    /// ticks; returns how many still run. For a panic.
    /// </summary>
    public static int StopOthers(ulong timeoutTicks)
    {
        if (OthersOnline() == 0 || Interrupts.Controller is not InterruptController controller)
        {
            return OthersOnline();
        }

        Publication.BeforeInterrupt();
        ulong deadline = KernelClock.ElapsedTicks + timeoutTicks;
        if (controller.SendSgiToOthers(new Intid(InterProcessorInterrupts.Stop)) == ErrorCode.None)
        {
            while (OthersOnline() > 0 && KernelClock.ElapsedTicks < deadline)
            {
                Cpu.Relax();
            }
        }

        return OthersOnline();
    }

    /// <summary>What a CPU does after its start: work that others post, and sleep. It takes IRQs between the two.</summary>
    [DoesNotReturn]
    public static void Idle()
    {
        ref CpuMailbox work = ref PerCpu.Current.Work;
        while (true)
        {
            // Masked between check and sleep: a wake-up in between stays pending, which ends the sleep at once.
            ulong daif = Cpu.SaveAndMaskIrq();
            uint exits = UserLoop.Exits;
            if (Publication.Load(ref work.State) != CpuMailbox.Posted)
            {
                UserLoop.RunOrSleep(ref PerCpu.Current, exits);
            }

            Cpu.RestoreInterrupts(daif);
            Serve(ref work);
        }
    }

    /// <summary>Takes the calling CPU out of service: marks it and sleeps for ever.</summary>
    [DoesNotReturn]
    internal static void StopHere()
    {
        Publication.Store(ref PerCpu.Current.State, CpuState.Stopped);
        Cpu.Halt();
    }

    /// <summary>Runs the request in the calling CPU's <paramref name="mailbox"/>, if there is one.</summary>
    internal static void Serve(ref CpuMailbox mailbox)
    {
        if (Publication.Exchange(ref mailbox.State, CpuMailbox.Posted, CpuMailbox.Running) != CpuMailbox.Posted)
        {
            return;
        }

        // The sender looked the function up, so it exists.
        mailbox.Result = s_functions[(int)(mailbox.Function % MaximumFunctions)]!.Run(mailbox.Argument);
        if (Publication.Exchange(ref mailbox.State, CpuMailbox.Running, CpuMailbox.Done) == CpuMailbox.Abandoned)
        {
            Publication.Store(ref mailbox.State, CpuMailbox.Free);
        }
    }

    private static Result<ulong> CallHere(uint function, ulong argument)
    {
        if (function >= MaximumFunctions || s_functions[(int)function] is not CrossCall call)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong daif = Cpu.SaveAndMaskIrq();
        ulong result = call.Run(argument);
        Cpu.RestoreInterrupts(daif);
        return result;
    }

    private static ErrorCode Send(int cpu, ref CpuMailbox mailbox, uint function, ulong argument, uint interrupt, ulong deadline)
    {
        if (function >= MaximumFunctions || s_functions[(int)function] is null)
        {
            return ErrorCode.InvalidArgument;
        }

        if (!IsOnline(cpu))
        {
            return ErrorCode.NotFound;
        }

        while (Publication.Exchange(ref mailbox.State, CpuMailbox.Free, CpuMailbox.Claimed) != CpuMailbox.Free)
        {
            if (KernelClock.ElapsedTicks >= deadline)
            {
                return deadline == 0 ? ErrorCode.WouldBlock : ErrorCode.TimedOut;
            }

            Serve(ref PerCpu.Current.Call);
            Cpu.Relax();
        }

        mailbox.Function = function;
        mailbox.Argument = argument;
        Publication.Store(ref mailbox.State, CpuMailbox.Posted);
        ErrorCode error = Interrupt(cpu, interrupt);
        return error == ErrorCode.None || !Withdraw(ref mailbox) ? ErrorCode.None : error;
    }

    private static Result<ulong> Collect(ref CpuMailbox mailbox, ulong deadline)
    {
        while (Publication.Load(ref mailbox.State) != CpuMailbox.Done)
        {
            if (KernelClock.ElapsedTicks >= deadline && Withdraw(ref mailbox))
            {
                return ErrorCode.TimedOut;
            }

            Serve(ref PerCpu.Current.Call);
            Cpu.Relax();
        }

        ulong result = mailbox.Result;
        Publication.Store(ref mailbox.State, CpuMailbox.Free);
        return result;
    }

    // True when the request is withdrawn; false when its result came at the last moment.
    private static bool Withdraw(ref CpuMailbox mailbox) =>
        Publication.Exchange(ref mailbox.State, CpuMailbox.Posted, CpuMailbox.Free) == CpuMailbox.Posted
        || Publication.Exchange(ref mailbox.State, CpuMailbox.Running, CpuMailbox.Abandoned) == CpuMailbox.Running;

    private static ErrorCode Interrupt(int cpu, uint interrupt)
    {
        if (!IsOnline(cpu) || Interrupts.Controller is not InterruptController controller)
        {
            return ErrorCode.NotFound;
        }

        Publication.BeforeInterrupt();
        return controller.SendSgi(new Intid(interrupt), PerCpu.At(cpu).Target);
    }

    private static int OthersOnline()
    {
        int me = (int)PerCpu.Current.Index;
        int count = 0;
        for (int i = 0; i < SlotCount; i++)
        {
            count += i != me && IsOnline(i) ? 1 : 0;
        }

        return count;
    }
}
