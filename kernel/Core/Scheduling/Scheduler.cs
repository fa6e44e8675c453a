// Decides which thread runs: strict priorities, round-robin within one, a queue for each CPU. No kernel thread, no kernel stack to
// switch: a system call or interrupt ends by naming the context to continue with.

using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Objects;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Scheduling;

/// <summary>The run queues. All under the kernel lock, IRQs masked.</summary>
public static class Scheduler
{
    /// <summary>Highest priority.</summary>
    public const byte MaximumPriority = RunQueue.PriorityCount - 1;

    private static Queues s_queues;

    [InlineArray(PerCpu.MaximumCpus)]
    private struct Queues
    {
        private RunQueue _first;
    }

    /// <summary>The queue of CPU <paramref name="cpu"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref RunQueue Queue(uint cpu) => ref s_queues[(int)(cpu & (PerCpu.MaximumCpus - 1))];

    /// <summary>Puts a thread that may run into its CPU's queue, at the end of its priority, and makes that CPU look at it.</summary>
    public static void MakeReady(ref Thread thread)
    {
        if (thread.IsSuspended && !thread.IsKilled)
        {
            thread.IsRunnable = true;
            thread.State = ThreadState.Sleeping;
            return;
        }

        if (thread.IsKilled)
        {
            // It is in no list any more, whatever its state is.
            thread.State = ThreadState.Sleeping;
            ThreadLife.Finish(ref thread);
            return;
        }

        thread.State = ThreadState.Ready;
        ref CpuBlock here = ref PerCpu.Current;
        if (IsAlone(ref here))
        {
            thread.SetCpu(ref here);
            Append(ref here, ref thread);
            return;
        }

        uint cpu = Place(ref thread, here.Index);
        thread.SetCpu(cpu);
        Append(ref PerCpu.At((int)cpu), ref thread);
        if (cpu != here.Index)
        {
            WakeFor(ref thread);
        }
    }

    // The thread is ready on another CPU, which must look at it unless an equally urgent thread runs there.
    private static void WakeFor(ref Thread thread)
    {
        uint current = PerCpu.At(thread.Cpu).CurrentThread;
        if (current == 0 || KernelObjects.Thread(current).Priority < thread.Priority)
        {
            _ = Processors.Wake(thread.Cpu);
        }
    }

    /// <summary>Adds to the end of the thread's priority.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Append(ref CpuBlock cpu, ref Thread thread)
    {
        ref RunQueue queue = ref Queue(cpu.Index);
        int priority = thread.Priority & MaximumPriority;
        uint slot = thread.Header.Slot;
        uint last = queue.Last[priority];
        thread.Next = 0;
        thread.Previous = last;
        queue.Last[priority] = slot;
        if (last == 0)
        {
            queue.First[priority] = slot;
            cpu.ReadyLevels |= 1u << priority;
        }
        else
        {
            KernelObjects.Thread(last).Next = slot;
        }

        queue.Count++;
    }

    /// <summary>Takes a Ready thread out of its queue.</summary>
    public static void Remove(ref Thread thread)
    {
        ref RunQueue queue = ref Queue(thread.Cpu);
        int priority = thread.Priority & MaximumPriority;
        uint next = thread.Next;
        uint previous = thread.Previous;
        if (previous == 0)
        {
            queue.First[priority] = next;
        }
        else
        {
            KernelObjects.Thread(previous).Next = next;
        }

        if (next == 0)
        {
            queue.Last[priority] = previous;
        }
        else
        {
            KernelObjects.Thread(next).Previous = previous;
        }

        if (queue.First[priority] == 0)
        {
            PerCpu.At(thread.Cpu).ReadyLevels &= ~(1u << priority);
        }

        thread.Next = 0;
        thread.Previous = 0;
        queue.Count--;
    }

    /// <summary>
    /// Changes a thread's present priority; a Ready one moves to the end of its new level. Another
    /// CPU that should now run a different thread gets an interrupt; on the calling CPU its caller
    /// checks.
    /// </summary>
    public static void SetPriority(ref Thread thread, byte priority)
    {
        if (thread.Priority == priority)
        {
            return;
        }

        bool isElsewhere = thread.Cpu != PerCpu.Current.Index;
        if (thread.State == ThreadState.Ready)
        {
            Remove(ref thread);
            thread.Priority = priority;
            Append(ref PerCpu.At(thread.Cpu), ref thread);
            if (isElsewhere)
            {
                WakeFor(ref thread);
            }

            return;
        }

        thread.Priority = priority;
        if (thread.State == ThreadState.Running && isElsewhere && HasAbove(ref PerCpu.At(thread.Cpu), priority))
        {
            _ = Processors.Wake(thread.Cpu);
        }
    }

    /// <summary>True when a thread above <paramref name="priority"/> is ready on <paramref name="cpu"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasAbove(ref CpuBlock cpu, byte priority) => (cpu.ReadyLevels >> (priority & MaximumPriority)) > 1;

    /// <summary>
    /// The running thread has stopped (its state says why) or there was none: picks this CPU's next
    /// one, loads it and returns its context; 0 when none is ready, or when the CPU is needed in
    /// its kernel loop.
    /// </summary>
    public static ulong Next(ref CpuBlock cpu)
    {
        if (cpu.ReadyLevels == 0 || cpu.Attention != 0)
        {
            return GoIdle(ref cpu);
        }

        return SwitchTo(ref cpu, ref TakeFirst(ref cpu));
    }

    // Takes the most urgent Ready thread of this CPU, which has one, out of its queue.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Thread TakeFirst(ref CpuBlock cpu)
    {
        int priority = 31 - BitOperations.LeadingZeroCount(cpu.ReadyLevels);
        ref RunQueue queue = ref Queue(cpu.Index);
        ref Thread first = ref KernelObjects.Thread(queue.First[priority]);
        uint second = first.Next;
        queue.First[priority] = second;
        queue.Count--;
        first.Next = 0;
        if (second != 0)
        {
            KernelObjects.Thread(second).Previous = 0;
            return ref first;
        }

        queue.Last[priority] = 0;
        cpu.ReadyLevels &= ~(1u << priority);
        return ref first;
    }

    /// <summary>
    /// The running thread <paramref name="self"/>, which may continue, has made <paramref name="next"/> runnable, which is in
    /// no queue. Switches to that one at once when it is more urgent and no other CPU or thread is a candidate.
    /// </summary>
    public static ulong HandOver(ref CpuBlock cpu, ref Thread self, ref Thread next)
    {
        uint here = 1u << (int)cpu.Index;
        bool isDirect = next.Priority > self.Priority && cpu.ReadyLevels >> next.Priority == 0 && cpu.Attention == 0
            && !next.IsStopped && (self.Affinity & here) != 0 && (next.Affinity == here || IsAlone(ref cpu));
        if (!isDirect)
        {
            MakeReady(ref next);
            return HasAbove(ref cpu, self.Priority) ? Yield(ref cpu, ref self) : UserState.AddressOf(ref self.Context);
        }

        self.State = ThreadState.Ready;
        Append(ref cpu, ref self);
        return SwitchFrom(ref cpu, ref self, ref next);
    }

    /// <summary>The running thread stays ready but goes to the end of its priority; then <see cref="Next"/>.</summary>
    public static ulong Yield(ref CpuBlock cpu, ref Thread current)
    {
        bool isMisplaced = (current.Affinity & (1u << (int)cpu.Index)) == 0;
        if (cpu.ReadyLevels >> current.Priority == 0 && cpu.Attention == 0 && !isMisplaced)
        {
            return UserState.AddressOf(ref current.Context);
        }

        if (isMisplaced)
        {
            // MakeReady may give it to another CPU at once: its registers must be complete by then.
            Leave(ref cpu, ref current);
            MakeReady(ref current);
            return Next(ref cpu);
        }

        current.State = ThreadState.Ready;
        if (cpu.Attention != 0 || cpu.ReadyLevels >> current.Priority == 0)
        {
            Append(ref cpu, ref current);
            return Next(ref cpu);
        }

        ref Thread next = ref TakeFirst(ref cpu);
        Append(ref cpu, ref current);
        return SwitchFrom(ref cpu, ref current, ref next);
    }

    /// <summary>
    /// Puts <paramref name="next"/>, which is in no queue, on this CPU in place of the present thread; returns its context.
    /// </summary>
    public static ulong SwitchTo(ref CpuBlock cpu, ref Thread next)
    {
        next.State = ThreadState.Running;
        next.SetCpu(ref cpu);
        uint slot = next.Header.Slot;
        uint before = cpu.CurrentThread;
        if (before == slot)
        {
            return UserState.AddressOf(ref next.Context);
        }

        if (before != 0)
        {
            return SwitchFrom(ref cpu, ref KernelObjects.Thread(before), ref next);
        }

        cpu.SwitchedAt = KernelClock.ReadCounter();
        cpu.CurrentThread = slot;
        return UserState.Load(ref next.Context, AddressSpaces.Enter(ref cpu, next.ProcessSlot));
    }

    /// <summary>
    /// Puts <paramref name="next"/>, which is in no queue, on this CPU in place of
    /// <paramref name="current"/>, another thread, which has stopped; returns its context.
    /// </summary>
    public static ulong SwitchFrom(ref CpuBlock cpu, ref Thread current, ref Thread next)
    {
        next.State = ThreadState.Running;
        next.SetCpu(ref cpu);
        cpu.CurrentThread = next.Header.Slot;
        Slot<Process> process = next.ProcessSlot;
        if (cpu.CurrentProcess == process.Index)
        {
            return UserState.Switch(ref cpu, ref current.Context, ref next.Context, 0);
        }

        return AddressSpaces.HasCurrentAsid(process)
            ? UserState.Switch(ref cpu, ref current.Context, ref next.Context, AddressSpaces.EnterCurrent(ref cpu, process))
            : SwitchFromSlowly(ref cpu, ref current, ref next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong SwitchFromSlowly(ref CpuBlock cpu, ref Thread current, ref Thread next) =>
        UserState.Switch(ref cpu, ref current.Context, ref next.Context, AddressSpaces.Enter(ref cpu, next.ProcessSlot));

    /// <summary>The thread leaves this CPU: completes its registers and counts its time.</summary>
    public static void Leave(ref CpuBlock cpu, ref Thread thread)
    {
        UserState.Store(ref cpu, ref thread.Context);
        cpu.CurrentThread = 0;
    }

    /// <summary>True when a CPU of the set <paramref name="affinity"/> runs threads.</summary>
    public static bool CanServe(uint affinity)
    {
        for (int cpu = 0; cpu < Processors.SlotCount; cpu++)
        {
            if ((affinity & (1u << cpu)) != 0 && PerCpu.At(cpu).IsServing != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Restricts the thread to the CPUs of <paramref name="affinity"/>. One that runs elsewhere moves at its next tick or yield.
    /// </summary>
    public static void SetAffinity(ref Thread thread, ushort affinity)
    {
        thread.Affinity = affinity;
        thread.SetCpu(thread.Cpu);
        if (thread.State == ThreadState.Ready && (affinity & (1u << thread.Cpu)) == 0)
        {
            Remove(ref thread);
            MakeReady(ref thread);
        }
    }

    private static ulong GoIdle(ref CpuBlock cpu)
    {
        if (cpu.CurrentThread != 0)
        {
            Leave(ref cpu, ref KernelObjects.Thread(cpu.CurrentThread));
        }

        AddressSpaces.Leave(ref cpu);
        return 0;
    }

    // Its previous CPU, if that is idle or is this one and may serve it; else an idle one that it may use; else its previous CPU.
    private static uint Place(ref Thread thread, uint here)
    {
        uint last = thread.Cpu;
        bool mayStay = MayRun(ref thread, last);
        if (thread.Affinity == 1u << (int)here)
        {
            return here;
        }

        if (mayStay && IsIdle(last))
        {
            return last;
        }

        uint lowest = mayStay ? last : here;
        uint fewest = mayStay ? Queue(last).Count : uint.MaxValue;
        for (uint cpu = 0; cpu < (uint)Processors.SlotCount; cpu++)
        {
            if (!MayRun(ref thread, cpu))
            {
                continue;
            }

            if (IsIdle(cpu))
            {
                return cpu;
            }

            if (Queue(cpu).Count < fewest)
            {
                lowest = cpu;
                fewest = Queue(cpu).Count;
            }
        }

        return lowest;
    }

    // No other CPU is online: every thread belongs to this one.
    private static bool IsAlone(ref CpuBlock cpu) => (cpu.FastMode & FastMode.Others) == 0;

    private static bool MayRun(ref Thread thread, uint cpu) =>
        (thread.Affinity & (1u << (int)cpu)) != 0 && PerCpu.At((int)cpu).IsServing != 0;

    private static bool IsIdle(uint cpu) => PerCpu.At((int)cpu).CurrentThread == 0 && PerCpu.At((int)cpu).ReadyLevels == 0;
}
