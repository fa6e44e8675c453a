// Priorities that threads lend while they wait for others. A thread that waits for a reply lends to the thread that received its call;
// one that waits in a port's queue lends to the thread that last received from the port; and so on along a chain.

using System.Numerics;
using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Objects;

namespace RustKernel.Scheduling;

/// <summary>
/// A thread's priority is the highest of its own and those lent to it. A loan begins when a call or a fault is queued or received,
/// and ends with it: by reply, deadline, or death of either side. There is no search: each borrower counts its loans by level
/// (<see cref="Thread.Donors"/>, <see cref="Port.Donors"/>). A change follows the chain of waiting threads until it changes nothing,
/// at most <see cref="MostSteps"/> of them at once; the chores do the rest (<see cref="Continue"/>). In a ring of callers, none of
/// which can run, a level may stay too high until one of them gives up. Under the kernel lock.
/// </summary>
public static class Donation
{
    // In the target of a loan: a port, otherwise a thread.
    private const uint PortBit = 1u << 31;

    // With several donors: their number in the upper half, their levels as bits in the lower.
    private const int CountShift = 32;
    private const ulong One = 1ul << CountShift;

    /// <summary>The most threads that one change follows at once.</summary>
    public const uint MostSteps = 64;

    private const int WordShift = 6;
    private const uint Words = KernelObjects.MaximumThreads >> WordShift;

    // A bit for each thread whose priority does not match its donors' yet. Such a thread lends the priority that it still has.
    private static Pending s_pending;

    [InlineArray((int)Words)]
    private struct Pending
    {
        private ulong _first;
    }

    private static FrameArray<DonorCounts> s_threads;
    private static FrameArray<DonorCounts> s_ports;

    [InlineArray(RunQueue.PriorityCount)]
    private struct DonorCounts
    {
        private ushort _first;
    }

    /// <summary>Frames for the counts. OutOfMemory. Once, at start.</summary>
    public static ErrorCode Start()
    {
        ulong threadBytes = KernelObjects.MaximumThreads * (ulong)FrameArray<DonorCounts>.ElementSizeBytes;
        ulong portBytes = KernelObjects.MaximumPorts * (ulong)FrameArray<DonorCounts>.ElementSizeBytes;
        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateRun(
            (threadBytes + portBytes) >> FrameSize.Shift,
            FrameSize.Bytes,
            FrameUse.KernelObjects);
        if (run.IsOk)
        {
            s_threads = new FrameArray<DonorCounts>(run.Value, threadBytes);
            s_ports = new FrameArray<DonorCounts>(run.Value + threadBytes, portBytes);
        }

        return run.Error;
    }

    /// <summary>
    /// <paramref name="server"/>, which waits in no list and for no reply, has received the call or
    /// fault of <paramref name="caller"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(ref Thread server, ref Thread caller)
    {
        caller.DonatesTo = server.Header.Identity;
        if (server.Donors != 0)
        {
            BeginMore(ref server, ref caller);
            return;
        }

        server.Donors = caller.Header.Slot;
        if (caller.Priority > server.Priority)
        {
            server.Priority = caller.Priority;
        }
    }

    /// <summary>The call or fault of <paramref name="caller"/> waits at the port to be received.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void BeginAt(ref Port port, ref Thread caller)
    {
        caller.DonatesTo = port.Header.Identity | PortBit;
        int before = Highest(port.Donors);
        Add(ref port.Donors, ref s_ports.Known(port.Header.Slot), caller.Priority);
        PassOn(ref port, before);
    }

    /// <summary>
    /// The running thread <paramref name="self"/> answers <paramref name="caller"/>; it or another
    /// thread of its process received the call.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EndAnswered(ref Thread self, ref Thread caller)
    {
        // The only donor of a thread lends to no other.
        if (self.Donors != caller.Header.Slot)
        {
            End(ref caller);
            return;
        }

        caller.DonatesTo = 0;
        self.Donors = 0;
        self.Priority = self.BasePriority;
    }

    /// <summary>Ends the loan of <paramref name="caller"/>, if there is one: it no longer waits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void End(ref Thread caller)
    {
        ulong target = caller.DonatesTo;
        caller.DonatesTo = 0;
        if (IsPort(target))
        {
            ref Port port = ref PortOf(target);
            int before = Highest(port.Donors);
            Remove(ref port.Donors, ref s_ports.Known(port.Header.Slot), caller.Priority);
            PassOn(ref port, before);
        }
        else if (IsThread(target))
        {
            ref Thread server = ref KernelObjects.Thread((uint)target);
            RemoveFrom(ref server, caller.Header.Slot, caller.Priority);
            Settle(ref server);
        }
    }

    /// <summary>The thread receives from the port: whatever waits there lends to it from now on.</summary>
    public static void SetServer(ref Port port, ref Thread receiver)
    {
        ulong before = port.Server;
        port.Server = receiver.Header.Identity;
        if (port.Donors != 0 && before != port.Server)
        {
            MoveLoans(ref port, before, ref receiver);
        }
    }

    /// <summary>Changes the thread's own priority.</summary>
    public static void SetBase(ref Thread thread, byte priority)
    {
        thread.BasePriority = priority;
        Settle(ref thread);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BeginMore(ref Thread server, ref Thread caller)
    {
        AddTo(ref server, caller.Header.Slot, caller.Priority);
        Settle(ref server);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MoveLoans(ref Port port, ulong before, ref Thread receiver)
    {
        // Both ends first: the previous server may wait at this very port.
        int level = Highest(port.Donors);
        AddTo(ref receiver, port.Header.Slot | PortBit, level);
        if (IsThread(before))
        {
            ref Thread server = ref KernelObjects.Thread((uint)before);
            RemoveFrom(ref server, port.Header.Slot | PortBit, level);
            Settle(ref server);
        }

        Settle(ref receiver);
    }

    // A thread that died keeps its donors until its slot is reused; they do not concern another thread in the slot.
    private static bool IsThread(ulong target) =>
        target != 0
            && !IsPortTarget(target)
            && KernelObjects.Thread((uint)target).Header.References != 0
            && KernelObjects.Thread((uint)target).Header.Identity == target;

    // A port has waiters until it is taken apart completely, even when no one refers to it any more.
    private static bool IsPort(ulong target) => IsPortTarget(target) && PortOf(target).Header.Identity == (target & ~(ulong)PortBit);

    private static bool IsPortTarget(ulong target) => ((uint)target & PortBit) != 0;

    private static ref Port PortOf(ulong target) => ref KernelObjects.Port((uint)target & ~PortBit);

    // The highest level of several donors; -1: there are none.
    private static int Highest(ulong donors) => 31 - BitOperations.LeadingZeroCount((uint)donors);

    private static bool AreCounted(ulong donors) => donors >> CountShift != 0;

    private static int LevelOf(uint donor) =>
        (donor & PortBit) != 0 ? Highest(KernelObjects.Port(donor & ~PortBit).Donors) : KernelObjects.Thread(donor).Priority;

    private static byte Level(ref Thread thread)
    {
        int lent = AreCounted(thread.Donors) || thread.Donors == 0 ? Highest(thread.Donors) : LevelOf((uint)thread.Donors);
        return lent > thread.BasePriority ? (byte)lent : thread.BasePriority;
    }

    private static void AddTo(ref Thread server, uint donor, int level)
    {
        if (server.Donors == 0)
        {
            server.Donors = donor;
            return;
        }

        ref DonorCounts counts = ref s_threads.Known(server.Header.Slot);
        if (!AreCounted(server.Donors))
        {
            int first = LevelOf((uint)server.Donors);
            server.Donors = 0;
            Add(ref server.Donors, ref counts, first);
        }

        Add(ref server.Donors, ref counts, level);
    }

    private static void RemoveFrom(ref Thread server, uint donor, int level)
    {
        if (AreCounted(server.Donors))
        {
            Remove(ref server.Donors, ref s_threads.Known(server.Header.Slot), level);
        }
        else if (server.Donors == donor)
        {
            server.Donors = 0;
        }
    }

    private static void ChangeIn(ref Thread server, int before, int now)
    {
        if (AreCounted(server.Donors))
        {
            Change(ref server.Donors, ref s_threads.Known(server.Header.Slot), before, now);
        }
    }

    private static void Add(ref ulong donors, ref DonorCounts counts, int level)
    {
        if (donors == 0)
        {
            counts = default;
        }

        counts[level]++;
        donors = (donors | (1u << level)) + One;
    }

    private static void Remove(ref ulong donors, ref DonorCounts counts, int level)
    {
        counts[level]--;
        donors -= One;
        if (counts[level] == 0)
        {
            donors &= ~(1ul << level);
        }
    }

    private static void Change(ref ulong donors, ref DonorCounts counts, int before, int now)
    {
        Remove(ref donors, ref counts, before);
        Add(ref donors, ref counts, now);
    }

    // The port's highest level has changed: passes the change on to its server.
    private static void PassOn(ref Port port, int before)
    {
        if (TryMove(ref port, before))
        {
            Settle(ref KernelObjects.Thread((uint)port.Server));
        }
    }

    private static bool TryMove(ref Port port, int before)
    {
        int now = Highest(port.Donors);
        if (now == before || !IsThread(port.Server))
        {
            return false;
        }

        ref Thread server = ref KernelObjects.Thread((uint)port.Server);
        if (before < 0)
        {
            AddTo(ref server, port.Header.Slot | PortBit, now);
        }
        else if (now < 0)
        {
            RemoveFrom(ref server, port.Header.Slot | PortBit, before);
        }
        else
        {
            ChangeIn(ref server, before, now);
        }

        return true;
    }

    // Call this after the thread's donors or its own priority have changed. It updates the thread's priority, then the priority of the
    // thread that it lends to, and so on along the chain.
    private static void Settle(ref Thread first)
    {
        ref Thread thread = ref first;
        byte before = thread.Priority;
        uint steps = 0;
        for (byte level = Level(ref thread); level != before; level = Level(ref thread))
        {
            if (steps++ == MostSteps)
            {
                Postpone(thread.Header.Slot);
                return;
            }

            Scheduler.SetPriority(ref thread, level);
            ulong target = thread.DonatesTo;
            if (IsPort(target))
            {
                ref Port port = ref PortOf(target);
                int highest = Highest(port.Donors);
                Change(ref port.Donors, ref s_ports.Known(port.Header.Slot), before, level);
                if (!TryMove(ref port, highest))
                {
                    return;
                }

                thread = ref KernelObjects.Thread((uint)port.Server);
            }
            else if (IsThread(target))
            {
                thread = ref KernelObjects.Thread((uint)target);
                ChangeIn(ref thread, before, level);
            }
            else
            {
                return;
            }

            before = thread.Priority;
        }
    }

    private static void Postpone(uint slot)
    {
        s_pending[(int)(slot >> WordShift)] |= 1ul << (int)(slot & 63);
        Chores.Add(Chores.Loans);
    }

    /// <summary>Continues one change that was too long for one entry. Under the kernel lock.</summary>
    public static void Continue()
    {
        if ((Chores.Flags & Chores.Loans) == 0)
        {
            return;
        }

        for (int word = 0; word < (int)Words; word++)
        {
            if (s_pending[word] != 0)
            {
                uint slot = ((uint)word << WordShift) + (uint)BitOperations.TrailingZeroCount(s_pending[word]);
                s_pending[word] &= s_pending[word] - 1;
                if (KernelObjects.Thread(slot).Header.References != 0)
                {
                    Settle(ref KernelObjects.Thread(slot));
                }

                return;
            }
        }

        Chores.Remove(Chores.Loans);
    }
}
