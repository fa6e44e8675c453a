// Everything that happens at a time: one binary heap for each CPU, the nearest entry first. The CPU's compare value is the nearer of its
// tick and this entry.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Memory;
using RustKernel.Objects;
using Volatile = System.Threading.Volatile;

namespace RustKernel.Scheduling;

/// <summary>Deadlines of threads and timers, in absolute CNTVCT ticks. Under the kernel lock.</summary>
public static class Deadlines
{
    /// <summary>No deadline: waits for ever.</summary>
    public const ulong Never = ulong.MaxValue;

    private const uint Capacity = KernelObjects.MaximumThreads + KernelObjects.MaximumTimers;

    private static Heaps s_heaps;
    private static Counts s_counts;

    [InlineArray(PerCpu.MaximumCpus)]
    private struct Heaps
    {
        private FrameArray<DeadlineEntry> _first;
    }

    [InlineArray(PerCpu.MaximumCpus)]
    private struct Counts
    {
        private uint _first;
    }

    /// <summary>Entries on all CPUs.</summary>
    public static uint Count
    {
        get
        {
            uint sum = 0;
            for (int i = 0; i < PerCpu.MaximumCpus; i++)
            {
                sum += s_counts[i];
            }

            return sum;
        }
    }

    /// <summary>Frames for the heap of CPU <paramref name="cpu"/>. OutOfMemory.</summary>
    public static ErrorCode Start(int cpu)
    {
        ulong bytes = Capacity * (ulong)FrameArray<DeadlineEntry>.ElementSizeBytes;
        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateRun(bytes >> FrameSize.Shift, FrameSize.Bytes, FrameUse.KernelObjects);
        if (run.IsOk)
        {
            s_heaps[cpu] = new FrameArray<DeadlineEntry>(run.Value, bytes);
        }

        return run.Error;
    }

    /// <summary>Wakes <paramref name="source"/>, which has no deadline yet, at <paramref name="dueCounter"/>, on the calling CPU. There is room for every thread and timer.</summary>
    public static void Add(ref CpuBlock cpu, NoticeSource source, ulong dueCounter)
    {
        uint owner = cpu.Index;
        uint at = s_counts[(int)owner]++;

        // 0 in the CPU's block stands for none; 1 is as long ago.
        s_heaps[(int)owner][at] = new DeadlineEntry { DueCounter = dueCounter == 0 ? 1 : dueCounter, Source = source.Bits };
        SetCpu(source, owner);
        SetPosition(source, at);
        Raise(owner, at);
        Publish(ref cpu);
    }

    /// <summary>Takes back the deadline of <paramref name="source"/>, if it has one.</summary>
    public static void Cancel(NoticeSource source)
    {
        uint position = Position(source, out uint cpu);
        if (position != 0)
        {
            RemoveAt(cpu, position - 1);
            Publish(ref PerCpu.At((int)cpu));
        }
    }

    /// <summary>Wakes all whose time has come on this CPU.</summary>
    public static void Expire(ref CpuBlock cpu, ulong now)
    {
        uint owner = cpu.Index;
        while (s_counts[(int)owner] > 0 && s_heaps[(int)owner][0].DueCounter <= now)
        {
            NoticeSource source = new(s_heaps[(int)owner][0].Source);
            RemoveAt(owner, 0);
            if (source.Kind == ObjectKind.Thread)
            {
                Waits.TimeOut(ref KernelObjects.Thread(source.Slot));
            }
            else
            {
                TimerObjects.Expire(ref cpu, ref KernelObjects.Timer(source.Slot), now);
            }
        }

        Publish(ref cpu);
    }

    /// <summary>CNTVCT_EL0 of the nearest deadline of <paramref name="cpu"/>, 0 for none. Without the lock it is right but for what another CPU takes back at this moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Nearest(ref CpuBlock cpu) => Volatile.Read(ref cpu.DeadlineCounter);

    // The interrupt handler and the idle loop read the nearest one from the CPU's block, without the lock.
    private static void Publish(ref CpuBlock cpu)
    {
        ulong nearest = s_counts[(int)cpu.Index] == 0 ? 0 : s_heaps[(int)cpu.Index][0].DueCounter;
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

    private static void RemoveAt(uint cpu, uint at)
    {
        ref FrameArray<DeadlineEntry> heap = ref s_heaps[(int)cpu];
        SetPositionTo(new NoticeSource(heap[at].Source), 0);
        uint last = --s_counts[(int)cpu];
        if (at == last)
        {
            return;
        }

        heap[at] = heap[last];
        SetPosition(new NoticeSource(heap[at].Source), at);
        Raise(cpu, at);
        Sink(cpu, at);
    }

    private static void Raise(uint cpu, uint at)
    {
        ref FrameArray<DeadlineEntry> heap = ref s_heaps[(int)cpu];
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

    private static void Sink(uint cpu, uint at)
    {
        ref FrameArray<DeadlineEntry> heap = ref s_heaps[(int)cpu];
        uint count = s_counts[(int)cpu];
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

    private static void SetCpu(NoticeSource source, uint cpu)
    {
        if (source.Kind == ObjectKind.Thread)
        {
            KernelObjects.Thread(source.Slot).DeadlineCpu = cpu;
        }
        else
        {
            KernelObjects.Timer(source.Slot).DeadlineCpu = cpu;
        }
    }

    private static uint Position(NoticeSource source, out uint cpu)
    {
        if (source.Kind == ObjectKind.Thread)
        {
            ref Thread thread = ref KernelObjects.Thread(source.Slot);
            cpu = thread.DeadlineCpu;
            return thread.DeadlinePosition;
        }

        ref TimerObject timer = ref KernelObjects.Timer(source.Slot);
        cpu = timer.DeadlineCpu;
        return timer.DeadlinePosition;
    }
}
