// Everything that happens at a time: binary heaps for each CPU, one for each band of 8 priorities, the nearest entry first. The CPU's
// compare value is the nearer of its tick and these entries.
//
// Interrupts for deadlines may take a share of a CPU's time in each tick: a small one if the running thread is more urgent, otherwise a
// larger one. Without this limit, timers that are due faster than the CPU can serve them would leave no time for anything else,
// including the kernel's own loop and its pending work. The counter measures the time they took, so the CPU's speed does not matter.

using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;
using RustKernel.Ipc;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;
using RustKernel.Smp;
using Volatile = System.Threading.Volatile;

namespace RustKernel.Scheduling;

/// <summary>Deadlines of threads and timers, in absolute CNTVCT ticks. Under the kernel lock.</summary>
public static class Deadlines
{
    /// <summary>No deadline: waits for ever.</summary>
    public const ulong Never = ulong.MaxValue;

    /// <summary>
    /// All bands below the running thread's together may take 1/64 of a tick; further deadlines then wait for the next tick, or until
    /// the CPU has nothing to do.
    /// </summary>
    public const ulong LessUrgentPart = 64;

    /// <summary>
    /// Any other band may take 1/8 of a tick. A band that has used up more also waits if it is behind
    /// (<see cref="IsUsedUp"/>), or if all bands together have taken the <see cref="AllPart"/>.
    /// </summary>
    public const ulong BandPart = 8;

    /// <summary>Half of a tick. All bands together take more only for a band that has not used its own part.</summary>
    public const ulong AllPart = 2;

    private const uint Capacity = KernelObjects.MaximumThreads + KernelObjects.MaximumTimers;
    private const int BandShift = 3;
    private const uint Bands = 4;

    // The most that one interrupt wakes; for the rest the next interrupt is due at once.
    private const uint MostAtOnce = 16;

    // The measured time is from the call of the timer's handler to its return. The vector, the acknowledge and the way back take about as
    // much again.
    private const ulong WholeInterrupt = 2;

    private static Heaps s_heaps;
    private static Counts s_counts;

    // Band b of CPU c is heap c * Bands + b.
    [InlineArray(PerCpu.MaximumCpus * (int)Bands)]
    private struct Heaps
    {
        private FrameArray<DeadlineEntry> _first;
    }

    [InlineArray(PerCpu.MaximumCpus * (int)Bands)]
    private struct Counts
    {
        private uint _first;
    }

    /// <summary>Deadlines on all CPUs, including those that are only noted.</summary>
    public static uint Count
    {
        get
        {
            uint sum = 0;
            for (int i = 0; i < PerCpu.MaximumCpus * (int)Bands; i++)
            {
                sum += s_counts[i];
            }

            for (int i = 0; i < Processors.SlotCount; i++)
            {
                sum += CountLazy(ref PerCpu.At(i));
            }

            return sum;
        }
    }

    // A slot that was reused may be in the list twice, or in two CPUs' lists, and counts once.
    private static uint CountLazy(ref CpuBlock cpu)
    {
        uint count = 0;
        for (int i = 0; i < (int)cpu.LazyCount; i++)
        {
            ref Thread thread = ref KernelObjects.Thread(cpu.Lazy[i]);
            bool isFirst = thread.LazyCpu == cpu.Index + 1;
            for (int before = 0; before < i; before++)
            {
                isFirst &= cpu.Lazy[before] != cpu.Lazy[i];
            }

            count += isFirst && thread.LazyDeadline != 0 ? 1u : 0;
        }

        return count;
    }

    /// <summary>Frames for the heaps of CPU <paramref name="cpu"/>. OutOfMemory.</summary>
    public static ErrorCode Start(int cpu)
    {
        ulong bytes = Capacity * (ulong)FrameArray<DeadlineEntry>.ElementSizeBytes;
        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateRun(
            Bands * (bytes >> FrameSize.Shift),
            FrameSize.Bytes,
            FrameUse.KernelObjects);
        for (uint band = 0; band < Bands && run.IsOk; band++)
        {
            s_heaps[(cpu * (int)Bands) + (int)band] = new FrameArray<DeadlineEntry>(run.Value + (band * bytes), bytes);
        }

        return run.Error;
    }

    /// <summary>
    /// Wakes <paramref name="source"/>, which has no deadline yet and is as urgent as <paramref name="priority"/>, at
    /// <paramref name="dueCounter"/>, on the calling CPU. There is room for every thread and timer.
    /// </summary>
    public static void Add(ref CpuBlock cpu, NoticeSource source, ulong dueCounter, byte priority)
    {
        AddAgain(ref cpu, source, dueCounter, priority);
        Publish(ref cpu);
    }

    /// <summary>
    /// <see cref="Add"/> for a timer that expires (<see cref="Expire"/>): the compare value is set once, after everything due has been
    /// served.
    /// </summary>
    internal static void AddAgain(ref CpuBlock cpu, NoticeSource source, ulong dueCounter, byte priority)
    {
        uint heap = (cpu.Index * Bands) + ((uint)priority >> BandShift);
        uint at = s_counts[(int)heap]++;

        // In the CPU's block 0 means none; 1 is equally long ago.
        s_heaps[(int)heap][at] = new DeadlineEntry { DueCounter = dueCounter == 0 ? 1 : dueCounter, Source = source.Bits };
        SetHeap(source, heap);
        SetPosition(source, at);
        Raise(heap, at);
    }

    /// <summary>
    /// Wakes <paramref name="thread"/>, which begins to wait, at <paramref name="dueCounter"/>. A time at or after the next tick
    /// is only noted: most waits end earlier, and the tick enters those that have not (<see cref="EnterLazy"/>).
    /// </summary>
    public static void AddFor(ref CpuBlock cpu, ref Thread thread, ulong dueCounter)
    {
        ulong tick = cpu.Tick.DueCounter;
        byte own = (byte)(cpu.Index + 1);
        bool isListed = thread.LazyCpu == own;
        if (tick == 0 || dueCounter < tick || (!isListed && thread.LazyCpu != 0))
        {
            Add(ref cpu, thread.Slot.Source, dueCounter, thread.Priority);
            return;
        }

        // A full list would keep all other threads off the fast path until the next tick.
        if (!isListed && cpu.LazyCount >= CpuBlock.LazyCapacity)
        {
            EnterLazy(ref cpu);
        }

        if (!isListed)
        {
            cpu.Lazy[(int)cpu.LazyCount++] = thread.Header.Slot;
            thread.LazyCpu = own;
        }

        thread.LazyDeadline = dueCounter;
    }

    /// <summary>Undoes <see cref="AddFor"/>, if anything is left of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CancelFor(ref Thread thread)
    {
        thread.LazyDeadline = 0;
        if (thread.DeadlinePosition != 0)
        {
            Cancel(thread.Slot.Source);
        }
    }

    // The threads in the calling CPU's list that still wait get a place in a heap. A thread may be there twice, when its slot was reused.
    private static void EnterLazy(ref CpuBlock cpu)
    {
        for (; cpu.LazyCount != 0; cpu.LazyCount--)
        {
            ref Thread thread = ref KernelObjects.Thread(cpu.Lazy[(int)cpu.LazyCount - 1]);
            ulong due = thread.LazyDeadline;
            thread.LazyCpu = 0;
            thread.LazyDeadline = 0;
            if (due != 0)
            {
                Add(ref cpu, thread.Slot.Source, due, thread.Priority);
            }
        }
    }

    /// <summary>Cancels the deadline of <paramref name="source"/>, if it has one.</summary>
    public static void Cancel(NoticeSource source)
    {
        uint position = Position(source, out uint heap);
        if (position != 0)
        {
            RemoveAt(heap, position - 1);
            Publish(ref PerCpu.At((int)(heap / Bands)));
        }
    }

    /// <summary>
    /// Wakes everything that is due on this CPU at <paramref name="now"/>, read by the timer's handler: the most urgent band first, at
    /// most <see cref="MostAtOnce"/>. A band that has used up its part of this tick is held back until the next.
    /// </summary>
    public static void Expire(ref CpuBlock cpu, ulong now)
    {
        // The tick in assembly does not reset the account for a new tick.
        if (cpu.SpentTick != cpu.Tick.Ticks)
        {
            cpu.SpentTick = cpu.Tick.Ticks;
            cpu.Spent = default;
        }

        // A thread that is about to run counts as running: otherwise an endless stream of deadlines would keep the kernel's loop from
        // running it.
        uint running = (cpu.CurrentThread == 0
            ? (uint)BitOperations.Log2(cpu.ReadyLevels | 1)
            : KernelObjects.Thread(cpu.CurrentThread).Priority) >> BandShift;
        uint left = MostAtOnce;
        ulong since = now;
        for (uint band = Bands; band-- > 0;)
        {
            uint heap = (cpu.Index * Bands) + band;
            uint before = left;
            bool isHeld = (cpu.HeldBands & (1u << (int)band)) != 0;
            while (!isHeld && left != 0 && IsDue(heap, now))
            {
                left--;
                ExpireFirst(ref cpu, heap, now);
            }

            if (left != before)
            {
                ulong end = KernelClock.ReadCounter();
                ulong spent = WholeInterrupt * (end - since);
                since = end;
                cpu.Spent[(int)band] += spent;
                cpu.HeldBands |= IsUsedUp(ref cpu, band, running, end + spent) ? 1u << (int)band : 0;
            }
        }

        Publish(ref cpu);
    }

    // A band is behind when its next deadline comes, at until, before the CPU has had as much time for other work as the band just took.
    private static bool IsUsedUp(ref CpuBlock cpu, uint band, uint running, ulong until)
    {
        ulong sum = 0;
        uint bands = band < running ? running : Bands;
        for (int i = 0; i < (int)bands; i++)
        {
            sum += cpu.Spent[i];
        }

        if (band < running)
        {
            return sum >= cpu.Tick.Period / LessUrgentPart;
        }

        return cpu.Spent[(int)band] >= cpu.Tick.Period / BandPart
            && (sum >= cpu.Tick.Period / AllPart || IsDue((cpu.Index * Bands) + band, until));
    }

    private static bool IsDue(uint heap, ulong now) => s_counts[(int)heap] != 0 && s_heaps[(int)heap][0].DueCounter <= now;

    /// <summary>A tick has come, or the CPU goes idle: held bands may interrupt again. Takes no lock when there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BeginTick(ref CpuBlock cpu)
    {
        if ((cpu.HeldBands | cpu.LazyCount) != 0)
        {
            LetGo(ref cpu);
        }
    }

    /// <summary>The CPU has nothing to do, but keeps its ticks: held bands may interrupt again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BeginIdle(ref CpuBlock cpu)
    {
        if (cpu.HeldBands != 0)
        {
            BeginTick(ref cpu);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LetGo(ref CpuBlock cpu)
    {
        KernelLock.Enter();
        cpu.HeldBands = 0;
        cpu.Spent = default;
        EnterLazy(ref cpu);
        Publish(ref cpu);
        KernelLock.Leave();
    }

    private static void ExpireFirst(ref CpuBlock cpu, uint heap, ulong now)
    {
        NoticeSource source = new(s_heaps[(int)heap][0].Source);
        RemoveAt(heap, 0);
        if (source.Kind == ObjectKind.Thread)
        {
            Waits.TimeOut(ref KernelObjects.Thread(source.Slot));
        }
        else
        {
            TimerObjects.Expire(ref cpu, ref KernelObjects.Timer(source.Slot), now);
        }
    }

    /// <summary>
    /// CNTVCT_EL0 of the nearest deadline of <paramref name="cpu"/> that is not held back, 0 for none.
    /// Without the lock, the value may miss what another CPU cancels at this moment.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Nearest(ref CpuBlock cpu) => Volatile.Read(ref cpu.DeadlineCounter);

    // The interrupt handler and the idle loop read the nearest deadline from the CPU's block, without the lock.
    private static void Publish(ref CpuBlock cpu)
    {
        ulong nearest = 0;
        for (uint band = 0; band < Bands; band++)
        {
            int heap = (int)((cpu.Index * Bands) + band);
            if (s_counts[heap] != 0 && (cpu.HeldBands & (1u << (int)band)) == 0)
            {
                // 0 means none: minus 1 it is later than any time.
                ulong due = s_heaps[heap][0].DueCounter;
                nearest = due - 1 < nearest - 1 ? due : nearest;
            }
        }

        if (nearest == cpu.DeadlineCounter)
        {
            return;
        }

        Volatile.Write(ref cpu.DeadlineCounter, nearest);
        if (cpu.Index == PerCpu.Current.Index)
        {
            SystemTick.Rearm(ref cpu);
        }
    }

    private static void RemoveAt(uint heapNumber, uint at)
    {
        ref FrameArray<DeadlineEntry> heap = ref s_heaps[(int)heapNumber];
        SetPositionTo(new NoticeSource(heap[at].Source), 0);
        uint last = --s_counts[(int)heapNumber];
        if (at == last)
        {
            return;
        }

        heap[at] = heap[last];
        SetPosition(new NoticeSource(heap[at].Source), at);
        Raise(heapNumber, at);
        Sink(heapNumber, at);
    }

    private static void Raise(uint heapNumber, uint at)
    {
        ref FrameArray<DeadlineEntry> heap = ref s_heaps[(int)heapNumber];
        while (at > 0)
        {
            uint parent = (at - 1) / 2;
            if (heap[parent].DueCounter <= heap[at].DueCounter)
            {
                return;
            }

            Swap(ref heap, parent, at);
            at = parent;
        }
    }

    private static void Sink(uint heapNumber, uint at)
    {
        ref FrameArray<DeadlineEntry> heap = ref s_heaps[(int)heapNumber];
        uint count = s_counts[(int)heapNumber];
        while (true)
        {
            uint least = at;
            for (uint child = (2 * at) + 1; child <= (2 * at) + 2 && child < count; child++)
            {
                if (heap[child].DueCounter < heap[least].DueCounter)
                {
                    least = child;
                }
            }

            if (least == at)
            {
                return;
            }

            Swap(ref heap, at, least);
            at = least;
        }
    }

    private static void Swap(ref FrameArray<DeadlineEntry> heap, uint a, uint b)
    {
        (heap[a], heap[b]) = (heap[b], heap[a]);
        SetPosition(new NoticeSource(heap[a].Source), a);
        SetPosition(new NoticeSource(heap[b].Source), b);
    }

    private static void SetPosition(NoticeSource source, uint at) => SetPositionTo(source, at + 1);

    private static void SetPositionTo(NoticeSource source, uint value)
    {
        if (source.Kind == ObjectKind.Thread)
        {
            KernelObjects.Thread(source.Slot).DeadlinePosition = value;
        }
        else
        {
            KernelObjects.Timer(source.Slot).DeadlinePosition = value;
        }
    }

    private static void SetHeap(NoticeSource source, uint heap)
    {
        if (source.Kind == ObjectKind.Thread)
        {
            KernelObjects.Thread(source.Slot).DeadlineHeap = heap;
        }
        else
        {
            KernelObjects.Timer(source.Slot).DeadlineHeap = heap;
        }
    }

    private static uint Position(NoticeSource source, out uint heap)
    {
        if (source.Kind == ObjectKind.Thread)
        {
            ref Thread thread = ref KernelObjects.Thread(source.Slot);
            heap = thread.DeadlineHeap;
            return thread.DeadlinePosition;
        }

        ref TimerObject timer = ref KernelObjects.Timer(source.Slot);
        heap = timer.DeadlineHeap;
        return timer.DeadlinePosition;
    }
}
