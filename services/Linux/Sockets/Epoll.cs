// epoll: a program registers descriptors once and waits for any of them.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;

namespace RustKernel.Linux.Sockets;

/// <summary>
/// Each set has a list of descriptors. An edge-triggered event (EPOLLET) is reported again when the descriptor's count of changes differs.
/// Under the lock of waiting. [man 7 epoll]
/// </summary>
internal static class Epoll
{
    private const int Most = 8;
    private const int MostItems = 256;
    private const ulong Add = 1;
    private const ulong Delete = 2;
    private const uint Edge = 1u << 31;
    private const uint Once = 1u << 30;
    private const uint Always = Poll.Error | Poll.HungUp;
    private const uint ReadSide = Poll.In | Poll.PeerClosed | Poll.HungUp | Poll.Error;

    private static SetTable s_sets;

    [StructLayout(LayoutKind.Sequential)]
    private struct EventRecord
    {
        internal uint Events;
        internal uint Padding;
        internal ulong Data;
    }

    private struct Item
    {
        internal bool IsUsed;
        internal bool IsOff;
        internal int Descriptor;
        internal uint Events;
        internal ulong Data;
        internal uint InSeen;
        internal uint OutSeen;
    }

    [InlineArray(MostItems)]
    private struct ItemTable
    {
        private Item _first;
    }

    private struct Set
    {
        internal int Users;
        internal int Count;
        internal int Next;
        internal ItemTable Items;
    }

    [InlineArray(Most)]
    private struct SetTable
    {
        private Set _first;
    }

    /// <summary>epoll_create1.</summary>
    internal static long Create()
    {
        Pipes.Lock.Enter();
        int index = 0;
        while (index < Most && s_sets[index].Users != 0)
        {
            index++;
        }

        if (index < Most)
        {
            s_sets[index].Users = 1;
            s_sets[index].Count = 0;
        }

        Pipes.Lock.Leave();
        return index < Most ? FileCalls.AddSet(index) : Errno.TooManyFiles;
    }

    /// <summary>Adds or removes a descriptor of the set.</summary>
    internal static void Count(int index, int difference)
    {
        Pipes.Lock.Enter();
        s_sets[index].Users += difference;
        Pipes.Lock.Leave();
    }

    /// <summary>A descriptor was closed: removes it from all sets.</summary>
    internal static void Forget(int descriptor)
    {
        Pipes.Lock.Enter();
        for (int set = 0; set < Most; set++)
        {
            for (int i = 0; i < s_sets[set].Count && s_sets[set].Users != 0; i++)
            {
                ref Item item = ref s_sets[set].Items[i];
                item.IsUsed &= item.Descriptor != descriptor;
            }
        }

        Pipes.Lock.Leave();
    }

    /// <summary>epoll_ctl.</summary>
    internal static long Control(ulong set, ulong operation, ulong descriptor, ulong address)
    {
        EventRecord record = default;
        if (operation != Delete && !UserMemory.TryRead(address, out record))
        {
            return Errno.BadAddress;
        }

        int index = FileCalls.SetOf(set);
        bool isPollable = FileCalls.IsPollable(descriptor, out bool isOpen);
        if (index < 0 || !isPollable || set == descriptor)
        {
            return index < 0 || set == descriptor ? Errno.Invalid : isOpen ? Errno.NotPermitted : Errno.BadDescriptor;
        }

        Pipes.Lock.Enter();
        int at = Find(index, (int)descriptor);
        long result = operation == Add ? AddItem(index, at, (int)descriptor, in record)
            : at < 0 ? Errno.NoEntry
            : operation is not (Delete or 3) ? Errno.Invalid
            : 0;
        if (result == 0 && operation != Add)
        {
            Change(ref s_sets[index].Items[at], operation == Delete, in record);
        }

        Pipes.Wake();
        Pipes.Lock.Leave();
        return result;
    }

    private static void Change(ref Item item, bool isDeleted, in EventRecord record)
    {
        item.IsUsed = !isDeleted;
        item.IsOff = false;
        item.Events = record.Events;
        item.Data = record.Data;

        // A count that differs from any: so what is ready now is reported.
        FileCalls.Changes((ulong)item.Descriptor, out item.InSeen, out item.OutSeen);
        item.InSeen--;
        item.OutSeen--;
    }

    private static int Find(int set, int descriptor)
    {
        for (int i = 0; i < s_sets[set].Count; i++)
        {
            if (s_sets[set].Items[i].IsUsed && s_sets[set].Items[i].Descriptor == descriptor)
            {
                return i;
            }
        }

        return -1;
    }

    private static long AddItem(int set, int found, int descriptor, in EventRecord record)
    {
        if (found >= 0)
        {
            return Errno.Exists;
        }

        ref Set all = ref s_sets[set];
        int at = 0;
        while (at < all.Count && all.Items[at].IsUsed)
        {
            at++;
        }

        if (at == MostItems)
        {
            return Errno.NoSpace;
        }

        all.Count = at == all.Count ? at + 1 : all.Count;
        all.Items[at].Descriptor = descriptor;
        Change(ref all.Items[at], isDeleted: false, in record);
        return 0;
    }

    /// <summary>epoll_pwait, epoll_pwait2; ignores the signals that they should permit during the wait.</summary>
    internal static long Wait(ref LinuxThread self, ulong set, ulong address, ulong most, Deadline deadline, bool waits)
    {
        int index = FileCalls.SetOf(set);
        if (index < 0 || (int)most <= 0)
        {
            return index == (int)Errno.BadDescriptor ? Errno.BadDescriptor : Errno.Invalid;
        }

        Pipes.Lock.Enter();
        long count = Take(index, address, (int)most);
        bool isOver = !waits;
        while (count == 0 && !isOver && self.Deliverable == 0)
        {
            isOver = !Pipes.Wait(ref self, deadline);
            count = Take(index, address, (int)most);
        }

        Pipes.Lock.Leave();
        return count != 0 || isOver ? count : Errno.Interrupted;
    }

    /// <summary>Whether one of a set's descriptors is ready.</summary>
    internal static uint Readiness(int index)
    {
        for (int i = 0; i < s_sets[index].Count; i++)
        {
            ref Item item = ref s_sets[index].Items[i];
            if (item.IsUsed && Due(ref item, isTold: false) != 0)
            {
                return Poll.In;
            }
        }

        return 0;
    }

    // Takes turns, so that the first descriptors do not hide the others.
    private static long Take(int index, ulong address, int most)
    {
        ref Set set = ref s_sets[index];
        int count = 0;
        int start = set.Next;
        for (int i = 0; i < set.Count && count < most; i++)
        {
            int at = (start + i) % set.Count;
            ref Item item = ref set.Items[at];
            uint due = item.IsUsed ? Due(ref item, isTold: true) : 0;
            if (due == 0)
            {
                continue;
            }

            set.Next = at + 1;
            EventRecord record = new() { Events = due, Data = item.Data };
            if (!UserMemory.TryWrite(address + ((ulong)count * 16), record))
            {
                return count != 0 ? count : Errno.BadAddress;
            }

            count++;
        }

        return count;
    }

    private static uint Due(ref Item item, bool isTold)
    {
        if (item.IsOff)
        {
            return 0;
        }

        // Reads the counts before the state: a change in between is reported twice, but never lost.
        FileCalls.Changes((ulong)item.Descriptor, out uint inChanges, out uint outChanges);
        uint ready = FileCalls.Readiness((ulong)item.Descriptor, 0) & (item.Events | Always);
        if ((item.Events & Edge) != 0)
        {
            ready = (inChanges != item.InSeen ? ready & ReadSide : 0) | (outChanges != item.OutSeen ? ready & ~ReadSide : 0);
        }

        if (ready != 0 && isTold)
        {
            item.InSeen = (ready & ReadSide) != 0 ? inChanges : item.InSeen;
            item.OutSeen = (ready & ~ReadSide) != 0 ? outChanges : item.OutSeen;
            item.IsOff = (item.Events & Once) != 0;
        }

        return ready;
    }
}
