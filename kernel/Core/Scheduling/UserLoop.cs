// Each CPU's kernel loop around user threads, and the ways from EL0 into C# that are no system calls.

using System.Runtime;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Scheduling;

/// <summary>Runs user threads on the calling CPU.</summary>
public static class UserLoop
{
    private const uint MostSilentSeconds = 5;
    private const ulong InterruptFromKernel = 5;
    private const ulong SystemErrorFromUser = 11;
    private static uint s_exits;
    private static ulong s_eventCounters;
    private static uint s_isStarted;
    private static uint s_idlesWithoutTick;

    /// <summary>Processes that ended since start, modulo 2^32.</summary>
    public static uint Exits => Publication.Load(ref s_exits);

    /// <summary>User space is ready: <see cref="Start"/> has succeeded.</summary>
    public static bool IsStarted => Publication.Load(ref s_isStarted) != 0;

    /// <summary>
    /// Prepares pools, address spaces and the CPUs' deadline heaps. The CPUs that will run threads are
    /// known. With <paramref name="mayMeasure"/> threads may read the event counter
    /// (<see cref="UserState.AllowCounters"/>). Uses at most <paramref name="mostAsids"/> of the ASIDs
    /// that <paramref name="asidBits"/> bits allow; 0: all. OutOfMemory.
    /// </summary>
    public static ErrorCode Start(int physicalAddressBits, int asidBits, bool mayMeasure, uint mostAsids = 0)
    {
        s_eventCounters = mayMeasure ? 1ul : 0;
        ErrorCode error = KernelObjects.Start();
        error = error == ErrorCode.None ? Donation.Start() : error;
        for (int i = 0; i < Processors.SlotCount && error == ErrorCode.None; i++)
        {
            error = Deadlines.Start(i);
        }

        if (error == ErrorCode.None)
        {
            AddressSpaces.Start(physicalAddressBits, asidBits, mostAsids);
            Publication.Store(ref s_isStarted, 1);
        }

        return error;
    }

    /// <summary>
    /// Runs ready threads on this CPU until there are none or the CPU is needed. IRQs are masked on
    /// call and return; they are taken while threads run.
    /// </summary>
    public static void Run(ref CpuBlock cpu)
    {
        KernelLock.Enter();

        // The interrupt may have arrived in this loop.
        Barriers.Note(ref cpu);
        ulong context = cpu.Doomed == 0 ? Scheduler.Next(ref cpu) : ThreadLife.EndDoomed(ref cpu, 0);
        KernelLock.Leave();
        if (context != 0)
        {
            UserState.Run(context);
        }
    }

    /// <summary>
    /// Sets whether this CPU runs threads. Under the lock, because the placement of threads depends
    /// on it: a thread placed on a CPU that has just stopped would stay there until it starts
    /// again.
    /// </summary>
    public static void SetServing(ref CpuBlock cpu, bool value)
    {
        ulong daif = KernelLock.Acquire();
        if (value)
        {
            BeginServing(ref cpu);
        }

        cpu.IsServing = value ? 1u : 0;
        KernelLock.Release(daif);
    }

    /// <summary>
    /// For a CPU's idle loop: runs threads while there are any, otherwise sleeps until an interrupt. Returns at
    /// once when a process has ended since the caller read <see cref="Exits"/> as <paramref name="seenExits"/>
    /// and then checked what it waits for. IRQs are masked.
    /// </summary>
    public static void RunOrSleep(ref CpuBlock cpu, uint seenExits)
    {
        if (IsStarted)
        {
            if (cpu.IsServing == 0)
            {
                SetServing(ref cpu, true);
            }

            // Checked again after the clearing: otherwise an exit in between would be lost with its Attention.
            Publication.Clear(ref cpu.Attention);
            if (Exits != seenExits)
            {
                return;
            }

            // Read without the lock: the CPU that makes a thread ready here sends an interrupt
            // afterwards, which ends the sleep below. If every tick took the lock, many CPUs would
            // queue for it for nothing. A doomed thread is this CPU's own business: the interrupt
            // that was to end it may come when no thread runs.
            if (Publication.Load(ref cpu.ReadyLevels) != 0 || cpu.Doomed != 0)
            {
                Run(ref cpu);
                if (Chores.Flags != 0)
                {
                    return;
                }
            }

            // Interrupts are taken between two steps, and between an entry's own step and the first here; a thread that they make ready
            // runs first.
            if (Chores.Flags != 0)
            {
                DoChoresOrNap(ref cpu);
                return;
            }
        }

        if (!IsStarted || !IdlesWithoutTick)
        {
            Deadlines.BeginIdle(ref cpu);
            Cpu.WaitForInterrupt();
            return;
        }

        SystemTick.BeginSleep(ref cpu);
        Cpu.WaitForInterrupt();
        SystemTick.EndSleep(ref cpu);
    }

    // Sleeps until the next tick at most while only text waits, and the line is full. IRQs are masked.
    private static void DoChoresOrNap(ref CpuBlock cpu)
    {
        if (Chores.AreDue)
        {
            DoChores();
            return;
        }

        SystemTick.BeginNap(ref cpu, Chores.TextDue);
        Cpu.WaitForInterrupt();
        SystemTick.EndNap(ref cpu);
    }

    /// <summary>True when CPUs without work sleep until something happens, not until the next tick. Off while suites count ticks.</summary>
    public static bool IdlesWithoutTick => Publication.Load(ref s_idlesWithoutTick) != 0;

    /// <summary>Sets <see cref="IdlesWithoutTick"/>; wakes every other CPU, so that it follows.</summary>
    public static void SetIdlesWithoutTick(bool value)
    {
        Publication.Store(ref s_idlesWithoutTick, value ? 1u : 0);
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            if (cpu != (int)PerCpu.Current.Index)
            {
                // A CPU that is not online has no idle loop.
                _ = Processors.Wake(cpu);
            }
        }
    }

    /// <summary>
    /// Under the lock: from now on the calling CPU runs threads. Its registers set what these may
    /// read: firmware's settings are gone before the first one runs.
    /// </summary>
    public static void BeginServing(ref CpuBlock cpu)
    {
        if (cpu.IsServing == 0)
        {
            UserState.AllowCounters(s_eventCounters);
            cpu.IsServing = 1;
        }
    }

    /// <summary>
    /// Runs threads on this CPU until <see cref="Exits"/> is no longer <paramref name="seenExits"/> or the
    /// counter reaches <paramref name="deadline"/>. False: the deadline came first.
    /// </summary>
    public static bool RunUntilExit(uint seenExits, ulong deadline)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        ulong daif = Cpu.SaveAndMaskIrq();
        BeginMasked(ref cpu);
        SetServing(ref cpu, true);
        while (KernelClock.ReadCounter() < deadline)
        {
            Publication.Clear(ref cpu.Attention);
            if (Exits != seenExits)
            {
                break;
            }

            bool isIdle = Publication.Load(ref cpu.ReadyLevels) == 0 && cpu.Doomed == 0;
            Run(ref cpu);
            if (isIdle && Exits == seenExits && Publication.Load(ref cpu.ReadyLevels) == 0)
            {
                if (Chores.Flags != 0)
                {
                    DoChoresOrNap(ref cpu);
                }
                else
                {
                    Deadlines.BeginIdle(ref cpu);
                    Cpu.WaitForInterrupt();
                }
            }

            // Takes all pending interrupts here, with an interrupt's own time as a separate section.
            EndMasked(ref cpu, InterruptFromKernel);
            Cpu.RestoreInterrupts(daif);
            _ = Cpu.SaveAndMaskIrq();
            EndMasked(ref cpu, 0);
        }

        SetServing(ref cpu, false);
        Cpu.RestoreInterrupts(daif);
        return Exits != seenExits;
    }

    /// <summary>
    /// Does the work that programs left, with interrupts masked only briefly: takes apart what
    /// ended, sends the text that waits for the serial line. For the kernel's own loops.
    /// </summary>
    public static void FinishChores()
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        while (Chores.Flags != 0)
        {
            if (!Chores.AreDue)
            {
                Cpu.Relax();
                continue;
            }

            ulong daif = Cpu.SaveAndMaskIrq();
            BeginMasked(ref cpu);
            DoChores();
            EndMasked(ref cpu, 0);
            Cpu.RestoreInterrupts(daif);
        }
    }

    /// <summary>
    /// From now on <paramref name="cpu"/>, the calling one, measures its longest section with
    /// masked IRQs (<see cref="MaskedTime"/>). False: its PMU cannot count that.
    /// </summary>
    public static bool MeasureMasked(ref CpuBlock cpu)
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        cpu.MeasuresMasked = MaskedTime.Start() != 0;
        Cpu.RestoreInterrupts(daif);
        return cpu.MeasuresMasked;
    }

    /// <summary>Ends <see cref="MeasureMasked"/>.</summary>
    public static void FinishMasked(ref CpuBlock cpu)
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        MaskedTime.Stop();
        cpu.MeasuresMasked = false;
        Cpu.RestoreInterrupts(daif);
    }

    private static void BeginMasked(ref CpuBlock cpu)
    {
        if (cpu.MeasuresMasked)
        {
            MaskedTime.Begin();
        }
    }

    private static void EndMasked(ref CpuBlock cpu, ulong nextVector)
    {
        if (cpu.MeasuresMasked)
        {
            MaskedTime.End(nextVector);
        }
    }

    // One step of each chore. IRQs are masked.
    internal static void DoChores()
    {
        KernelLock.Enter();
        Teardown.Step();
        ConsoleLoan.Pump();
        Donation.Continue();
        KernelLock.Leave();
    }

    /// <summary>A process has ended: the boot CPU's kernel loop may wait for that. Under the kernel lock.</summary>
    public static void NoteExit()
    {
        Publication.Store(ref s_exits, s_exits + 1);
        ref CpuBlock boot = ref PerCpu.At(0);
        Publication.Store(ref boot.Attention, 1);
        if (PerCpu.Current.Index != 0)
        {
            _ = Processors.Wake(0);
        }
    }

    [RuntimeExport("user_fault")]
    private static ulong Fault(ref CpuBlock cpu, ref UserContext context, ulong syndrome, ulong address)
    {
        if (cpu.CurrentThread == 0)
        {
            return Unexpected(ref cpu, ref context, 8);
        }

        KernelLock.Enter();
        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        ulong next;
        if (thread.IsStopped)
        {
            // If it is suspended, it faults again when it is resumed.
            ThreadLife.TakeOff(ref cpu, ref thread);
            next = Scheduler.Next(ref cpu);
        }
        else
        {
            next = ThreadFaults.Handle(ref cpu, ref thread, syndrome, address);
        }

        if (cpu.Doomed != 0)
        {
            next = ThreadLife.EndDoomed(ref cpu, next);
        }

        KernelLock.Leave();
        return next;
    }

    [RuntimeExport("user_interrupt")]
    internal static ulong Interrupt(ref CpuBlock cpu, ref UserContext context, uint acknowledged)
    {
        if (cpu.CurrentThread == 0)
        {
            // Ends the interrupt that the vector acknowledged in any case: while it is active, this CPU gets no other.
            if (acknowledged != CpuBlock.NotAcknowledged)
            {
                Interrupts.Dispatch(ref cpu, acknowledged);
            }

            return Unexpected(ref cpu, ref context, 9);
        }

        ulong ticks = cpu.Tick.Ticks;
        Interrupts.Dispatch(ref cpu, acknowledged);
        KernelLock.Enter();
        Barriers.Note(ref cpu);
        ref Thread thread = ref KernelObjects.Thread(cpu.CurrentThread);
        ulong next;
        bool shallGoOn = false;
        if (cpu.Tick.Ticks != ticks)
        {
            shallGoOn = (cpu.FastMode & FastMode.Checked) != 0 && TickPath.GoesOn(ref cpu, ref context) != 0;
            WatchRevived(ref KernelObjects.Process(thread.Process));
            if (Chores.Flags != 0)
            {
                Teardown.Step();
                ConsoleLoan.Pump();
                Donation.Continue();
            }
        }

        if (thread.IsStopped)
        {
            ThreadLife.TakeOff(ref cpu, ref thread);
            next = Scheduler.Next(ref cpu);
        }
        else if (cpu.Attention != 0 || cpu.Tick.Ticks != ticks || Scheduler.HasAbove(ref cpu, thread.Priority))
        {
            next = Scheduler.Yield(ref cpu, ref thread);
        }
        else
        {
            next = UserState.AddressOf(ref thread.Context);
        }

        if (cpu.Doomed != 0)
        {
            next = ThreadLife.EndDoomed(ref cpu, next);
        }

        if (shallGoOn && next != UserState.AddressOf(ref context))
        {
            KernelPanic.Because("the tick in assembly and the C# differ: the thread"u8);
        }

        KernelLock.Leave();
        return next;
    }

    // Init takes its timer's reports several times a second. If it computes for so long without that, it is in a
    // loop, and no one above it would end it. Only ticks in which it ran count; time when it could not run does
    // not.
    private static void WatchRevived(ref Process process)
    {
        if (process.IsRevived && ++process.SilentTicks >= MostSilentSeconds * SystemTick.RateHz)
        {
            process.SilentTicks = 0;
            ProcessLife.End(ref process, ExitCause.Exited, ProcessLife.SilentCode);
        }
    }

    // Vectors 10 to 15: an SError ends the running process; all others are the kernel's.
    [RuntimeExport("user_unexpected")]
    internal static ulong Other(ref CpuBlock cpu, ref UserContext context, ulong vector)
    {
        ulong syndrome = SystemRegisters.ReadESR_EL1();
        if (vector != SystemErrorFromUser || cpu.CurrentThread == 0 || new ExceptionSyndrome(syndrome).IsUncontainable)
        {
            return Unexpected(ref cpu, ref context, vector);
        }

        KernelLock.Enter();
        ulong next = ThreadFaults.HandleSystemError(ref cpu, ref KernelObjects.Thread(cpu.CurrentThread), syndrome);
        if (cpu.Doomed != 0)
        {
            next = ThreadLife.EndDoomed(ref cpu, next);
        }

        KernelLock.Leave();
        return next;
    }

    private static ulong Unexpected(ref CpuBlock cpu, ref UserContext context, ulong vector)
    {
        ExceptionFrame frame = default;
        for (int i = 0; i < 31; i++)
        {
            frame.SetRegister(i, context.Register(i));
        }

        frame.StackPointer = context.SP_EL0;
        frame.ELR_EL1 = context.ELR_EL1;
        frame.SPSR_EL1 = context.SPSR_EL1;
        frame.ESR_EL1 = SystemRegisters.ReadESR_EL1();
        frame.FAR_EL1 = SystemRegisters.ReadFAR_EL1();
        frame.Vector = vector;
        ExceptionDispatcher.DispatchFromUser(ref frame);
        return UserState.AddressOf(ref context);
    }
}
