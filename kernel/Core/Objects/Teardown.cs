// Pending ends: objects without references, ports and processes that end, memory whose frames are freed. They wait
// in three lists and are taken apart in bounded steps, so that the work of an entry into the kernel does not grow
// with what a program has piled up.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Ipc;
using RustKernel.Scheduling;
using RustKernel.Smp;
using RustKernel.Spaces;

namespace RustKernel.Objects;

/// <summary>
/// The pending teardown. Under the kernel lock, except <see cref="IsPending"/> and
/// <see cref="Finish"/>. An entry that adds to it takes one step before it ends; idle CPUs, each
/// tick, and callers that lack what it will free do the rest.
/// </summary>
public static class Teardown
{
    /// <summary>Units of work in one step; a unit is about a page, a handle or a message given back, or 16 slots looked at.</summary>
    public const uint StepUnits = 128;

    /// <summary>The units of a step: <see cref="StepUnits"/>, except in a test.</summary>
    public static uint Units { get; set; } = StepUnits;

    // An object of a few words is taken apart at once.
    private const uint ObjectUnits = 8;

    private static uint s_firstReleased;
    private static List s_ending;
    private static List s_memory;

    // A list through the objects' headers, as NoticeSource.
    private struct List
    {
        public uint First;
        public uint Last;
    }

    /// <summary>True when something waits. May be read without the lock: the CPU that adds something sees it.</summary>
    public static bool IsPending => (Chores.Flags & Chores.Ends) != 0;

    /// <summary>The last reference to the object is gone.</summary>
    public static void Release(ObjectKind kind, uint slot)
    {
        KernelObjects.Header(kind, slot).NextPending = s_firstReleased;
        s_firstReleased = new NoticeSource(kind, slot).Bits;
        Note();
    }

    /// <summary>
    /// A port or a process ends, in steps (<see cref="PortLife.EndStep"/>,
    /// <see cref="ProcessLife.EndStep"/>). It keeps a reference to itself until the last step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End<T>(Slot<T> slot)
        where T : struct, IKernelObject => End(T.Kind, slot.Index);

    private static void End(ObjectKind kind, uint slot)
    {
        ObjectReferences.Retain(kind, slot);
        Append(ref s_ending, kind, slot);
        Note();
    }

    /// <summary>
    /// One bounded step, which the current entry owes at its end for everything that it has added,
    /// including what this step adds: two in one entry would take twice as long.
    /// </summary>
    public static void Step()
    {
        uint units = Units;
        while (units != 0 && IsPending)
        {
            One(ref units);
            if ((s_firstReleased | s_ending.First | s_memory.First) == 0)
            {
                Chores.Remove(Chores.Ends);
            }
        }

        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.Doomed == ThreadLife.NoThread)
        {
            cpu.Doomed = 0;
        }
    }

    /// <summary>
    /// Takes steps until nothing waits, with the lock for each: for the kernel's own loops, never within an entry from EL0.
    /// </summary>
    public static void Finish()
    {
        while (IsPending)
        {
            ulong daif = KernelLock.Acquire();
            Step();
            KernelLock.Release(daif);
        }
    }

    /// <summary>Subtracts <paramref name="cost"/> from the rest of a step, not below 0.</summary>
    public static void Spend(ref uint units, uint cost) => units -= cost < units ? cost : units;

    private static void Note()
    {
        Chores.Add(Chores.Ends);
        ref CpuBlock cpu = ref PerCpu.Current;
        if (cpu.Doomed == 0)
        {
            cpu.Doomed = ThreadLife.NoThread;
        }
    }

    // Small objects, and those that other ends add, come first. Frames come last: only callers that lack frames wait for them.
    private static void One(ref uint units)
    {
        if (s_firstReleased != 0)
        {
            NoticeSource next = new(s_firstReleased);
            s_firstReleased = KernelObjects.Header(next.Kind, next.Slot).NextPending;
            Spend(ref units, ObjectUnits);
            TakeApart(next.Kind, next.Slot);
        }
        else if (s_ending.First != 0)
        {
            StepEnding(ref units);
        }
        else if (s_memory.First != 0)
        {
            uint slot = new NoticeSource(s_memory.First).Slot;
            if (MemoryObjects.FreeStep(ref KernelObjects.Memory(slot), ref units))
            {
                _ = Take(ref s_memory);
                KernelObjects.Free(ObjectKind.Memory, slot);
            }
        }
    }

    // An unfinished one goes to the end of the list, so that a long end does not delay the others by its whole length.
    private static void StepEnding(ref uint units)
    {
        NoticeSource next = Take(ref s_ending);
        bool isDone = next.Kind == ObjectKind.Port
            ? PortLife.EndStep(ref KernelObjects.Port(next.Slot), ref units)
            : ProcessLife.EndStep(ref KernelObjects.Process(next.Slot), ref units);
        if (isDone)
        {
            ObjectReferences.Release(next.Kind, next.Slot);
        }
        else
        {
            Append(ref s_ending, next.Kind, next.Slot);
        }
    }

    private static void TakeApart(ObjectKind kind, uint slot)
    {
        bool isGone = true;
        switch (kind)
        {
            case ObjectKind.Process:
                // It is dead, or never had a thread: threads refer to their process.
                isGone = ProcessLife.TakeApart(ref KernelObjects.Process(slot));
                break;
            case ObjectKind.Thread:
                ThreadLife.TakeApart(ref KernelObjects.Thread(slot));
                break;
            case ObjectKind.Port:
                isGone = PortLife.TakeApart(ref KernelObjects.Port(slot));
                break;
            case ObjectKind.Memory:
                isGone = MemoryObjects.TakeApart(ref KernelObjects.Memory(slot));
                if (!isGone)
                {
                    Append(ref s_memory, kind, slot);
                }

                break;
            case ObjectKind.Interrupt:
                InterruptObjects.TakeApart(ref KernelObjects.Interrupt(slot));
                break;
            default:
                TimerObjects.TakeApart(ref KernelObjects.Timer(slot));
                break;
        }

        if (isGone)
        {
            KernelObjects.Free(kind, slot);
        }
    }

    private static void Append(ref List list, ObjectKind kind, uint slot)
    {
        uint bits = new NoticeSource(kind, slot).Bits;
        KernelObjects.Header(kind, slot).NextPending = 0;
        if (list.First == 0)
        {
            list.First = bits;
        }
        else
        {
            NoticeSource last = new(list.Last);
            KernelObjects.Header(last.Kind, last.Slot).NextPending = bits;
        }

        list.Last = bits;
    }

    private static NoticeSource Take(ref List list)
    {
        NoticeSource first = new(list.First);
        list.First = KernelObjects.Header(first.Kind, first.Slot).NextPending;
        return first;
    }
}
