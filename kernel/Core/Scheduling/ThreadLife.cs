using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Objects;
using RustKernel.Smp;

namespace RustKernel.Scheduling;

/// <summary>Life of threads, from creation to end. Under the kernel lock.</summary>
public static class ThreadLife
{
    /// <summary>In <see cref="CpuBlock.Doomed"/>: no thread, but something to take apart (<see cref="Teardown"/>).</summary>
    public const uint NoThread = uint.MaxValue;

    /// <summary>
    /// Creates a thread of a living process, not started. It refers to its process and, until it
    /// ends, to itself. InvalidArgument: priority; InvalidState: the process ends; OutOfMemory.
    /// </summary>
    public static Result<Slot<Thread>> Create(
        ref Process process,
        ulong entry,
        ulong stackPointer,
        ulong argument,
        uint priority,
        uint affinity)
    {
        if (priority > Scheduler.MaximumPriority)
        {
            return ErrorCode.InvalidArgument;
        }

        if (process.State != ProcessState.Alive)
        {
            return ErrorCode.InvalidState;
        }

        Result<Slot<Thread>> slot = KernelObjects.Allocate<Thread>(process.Slot);
        if (!slot.IsOk)
        {
            return slot;
        }

        ref Thread thread = ref KernelObjects.Thread(slot.Value);
        thread.Context.Begin(entry, stackPointer, argument);
        thread.Process = process.Header.Slot;
        thread.SetForeignBlock(0);
        thread.BasePriority = (byte)priority;
        thread.Priority = (byte)priority;
        thread.Affinity = affinity == 0 ? ushort.MaxValue : (ushort)affinity;
        thread.SetCpu(PerCpu.Current.Index);
        thread.NextSibling = process.FirstThread;
        if (process.FirstThread != 0)
        {
            KernelObjects.Thread(process.FirstThread).PreviousSibling = slot.Value.Index;
        }

        process.FirstThread = slot.Value.Index;
        process.LiveThreads++;
        process.Header.References++;
        return slot;
    }

    /// <summary>Starts a new thread. InvalidState: it was started before.</summary>
    public static ErrorCode Start(ref Thread thread)
    {
        if (thread.State != ThreadState.New)
        {
            return ErrorCode.InvalidState;
        }

        Scheduler.MakeReady(ref thread);
        return ErrorCode.None;
    }

    /// <summary>
    /// Ends a thread wherever it is. One that runs on another CPU ends as soon as that CPU takes the
    /// interrupt sent to it. The one that runs here ends at the end of its entry
    /// (<see cref="EndDoomed"/>): whatever a call causes, its caller stays until the call has ended.
    /// </summary>
    public static void Kill(ref Thread thread)
    {
        if (thread.State == ThreadState.Dead)
        {
            return;
        }

        thread.IsKilled = true;
        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.CurrentThread == thread.Header.Slot)
        {
            uint before = cpu.Doomed;
            cpu.Doomed = thread.Header.Slot;
            if (before is not (0 or NoThread)
                && before != thread.Header.Slot
                && KernelObjects.Thread(before).IsKilled
                && KernelObjects.Thread(before).State is not (ThreadState.Dead or ThreadState.Running))
            {
                // A thread doomed by a short call waits for the interrupt right after it; there is room for one.
                Finish(ref KernelObjects.Thread(before));
            }

            if (thread.Context.CallNumber is (ulong)SystemCall.Call or (ulong)SystemCall.ReplyReceive)
            {
                // These two calls are too short to check at their end: the interrupt comes right after them.
                _ = Processors.Wake((int)cpu.Index);
            }

            return;
        }

        if (thread.State == ThreadState.Running)
        {
            _ = Processors.Wake(thread.Cpu);
            return;
        }

        Finish(ref thread);
    }

    /// <summary>Keeps a thread from running. True when it does not run now; false: another CPU was notified, look again.</summary>
    public static bool Suspend(ref Thread thread)
    {
        thread.IsSuspended = true;
        if (thread.State == ThreadState.Ready)
        {
            Scheduler.Remove(ref thread);
            thread.State = ThreadState.Sleeping;
            thread.IsRunnable = true;
        }

        if (thread.State == ThreadState.Running && thread.Cpu != PerCpu.Current.Index)
        {
            _ = Processors.Wake(thread.Cpu);
            return false;
        }

        return true;
    }

    /// <summary>Lets a suspended thread run again, if it has anything to do.</summary>
    public static void Resume(ref Thread thread)
    {
        thread.IsSuspended = false;
        if (thread.IsRunnable)
        {
            thread.IsRunnable = false;
            Scheduler.MakeReady(ref thread);
        }
    }

    /// <summary>
    /// The running thread was suspended or killed: takes it off the CPU; the caller continues with <see cref="Scheduler.Next"/>.
    /// </summary>
    public static void TakeOff(ref CpuBlock cpu, ref Thread thread)
    {
        if (thread.IsKilled)
        {
            Finish(ref thread);
            return;
        }

        Scheduler.Leave(ref cpu, ref thread);
        thread.State = ThreadState.Sleeping;
        thread.IsRunnable = true;
    }

    /// <summary>
    /// At the end of a system call, fault or interrupt that killed the running thread or left something to take
    /// apart: ends the thread, wherever the call left it, and takes one step of the teardown. Returns the
    /// context to continue with; <paramref name="next"/> when nothing changed.
    /// </summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    public static ulong EndDoomed(ref CpuBlock cpu, ulong next)
    {
        bool hasStepped = false;
        while (cpu.Doomed != 0)
        {
            uint doomed = cpu.Doomed;
            cpu.Doomed = 0;
            if (doomed == NoThread)
            {
                if (!hasStepped)
                {
                    Teardown.Step();
                    next = Choose(ref cpu);
                }

                hasStepped = true;
                continue;
            }

            // An end can doom the next thread.
            ref Thread thread = ref KernelObjects.Thread(doomed);

            // It may be gone already, with another thread in its slot.
            if (thread.IsKilled && thread.State != ThreadState.Dead && (thread.State != ThreadState.Running || thread.Cpu == cpu.Index))
            {
                Finish(ref thread);
            }

            next = Choose(ref cpu);
        }

        return next;
    }

    private static ulong Choose(ref CpuBlock cpu) =>
        cpu.CurrentThread == 0 ? Scheduler.Next(ref cpu) : Ipc.Ports.Preempt(ref cpu, ref KernelObjects.Thread(cpu.CurrentThread));

    /// <summary>Ends a thread that runs here or nowhere. The end of the last one is the process's.</summary>
    public static void Finish(ref Thread thread)
    {
        ref CpuBlock cpu = ref PerCpu.Current;
        uint slot = thread.Header.Slot;
        if (cpu.CurrentThread == slot)
        {
            Scheduler.Leave(ref cpu, ref thread);
        }

        if (cpu.Doomed == slot)
        {
            cpu.Doomed = 0;
        }

        Waits.Detach(ref thread);
        thread.State = ThreadState.Dead;
        thread.IsRunnable = false;
        ref Process process = ref KernelObjects.Process(thread.Process);
        process.LiveThreads--;
        process.CpuTicks += thread.Context.CpuTicks;
        thread.Context.CpuTicks = 0;
        Unlink(ref process, ref thread);
        if (process.LiveThreads == 0)
        {
            ProcessLife.Finish(ref process);
        }

        ObjectReferences.Release(thread.Slot);
    }

    /// <summary>
    /// Ends a thread that never ran. If it is the last one, a process that was told to end ends now; any other continues
    /// without threads.
    /// </summary>
    public static void Discard(ref Thread thread)
    {
        ref Process process = ref KernelObjects.Process(thread.Process);
        thread.State = ThreadState.Dead;
        process.LiveThreads--;
        Unlink(ref process, ref thread);
        if (process.LiveThreads == 0 && process.State == ProcessState.Dying)
        {
            // The step that was to kill it finds no thread left to end the process.
            ProcessLife.Finish(ref process);
        }

        ObjectReferences.Release(thread.Slot);
    }

    /// <summary>No one refers to the thread, which is dead, any more.</summary>
    public static void TakeApart(ref Thread thread)
    {
        Notices.Bind(thread.Slot.Source, default, Badge.None);
        ObjectReferences.Release(thread.ProcessSlot);
    }

    private static void Unlink(ref Process process, ref Thread thread)
    {
        if (thread.PreviousSibling == 0)
        {
            process.FirstThread = thread.NextSibling;
        }
        else
        {
            KernelObjects.Thread(thread.PreviousSibling).NextSibling = thread.NextSibling;
        }

        if (thread.NextSibling != 0)
        {
            KernelObjects.Thread(thread.NextSibling).PreviousSibling = thread.PreviousSibling;
        }
    }
}
