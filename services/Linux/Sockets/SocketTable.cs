// The program's sockets, and their slots in the session with net.

using System.Runtime.CompilerServices;
using RustKernel.Linux.Files;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Linux.Sockets;

/// <summary>The form of a socket.</summary>
internal enum SocketForm
{
    /// <summary>Neither bound nor connected yet.</summary>
    Stream,

    /// <summary>A listener.</summary>
    Listener,

    /// <summary>A connection: begun, established or ended.</summary>
    Connection,

    /// <summary>Datagrams.</summary>
    Datagram,
}

/// <summary>A socket. Under the lock of waiting.</summary>
internal struct Socket
{
    /// <summary>Descriptors and calls that use it now.</summary>
    internal int Users;
    internal SocketForm Form;

    /// <summary>Its slot; -1: none.</summary>
    internal int Slot;

    /// <summary>For a listener: connections that may wait.</summary>
    internal int Backlog;

    /// <summary>Counts of arrivals and of room: epoll does not repeat events that it has reported.</summary>
    internal uint InChanges;
    internal uint OutChanges;
    internal bool IsShutToRead;
    internal bool IsShutToWrite;
    internal bool IsConnected;

    /// <summary>The error was reported (SO_ERROR) and cleared.</summary>
    internal bool IsErrorTaken;
    internal bool ResetsAtClose;
    internal bool HasNoDelay;
    internal bool KeepsAlive;
    internal uint KeepAliveSeconds;
    internal uint KeepAliveInterval;
    internal uint KeepAliveCount;


    /// <summary>SO_RCVTIMEO and SO_SNDTIMEO, in ticks of the counter; 0: no limit.</summary>
    internal ulong ReceiveTicks;
    internal ulong SendTicks;

    /// <summary>The end to which it was bound.</summary>
    internal SocketEnd Local;
    internal SocketEnd Remote;
}

/// <summary>
/// Both tables. A slot is free, belongs to a socket, is supplied to a listener, is ready to be accepted, or is closing until the service
/// reports that its connection has ended.
/// </summary>
internal static class SocketTable
{
    /// <summary>The most sockets.</summary>
    internal const int Most = 192;

    private const int DefaultKeepAlive = 7200;
    private const int DefaultInterval = 75;
    private const int DefaultProbes = 9;

    private static SocketArray s_sockets;
    private static SlotArray s_slots;
    private static SpinLock s_supplyLock;
    private static uint s_order;

    private enum SlotUse
    {
        Free,

        /// <summary>It is being prepared.</summary>
        Taken,
        Socket,
        Supplied,
        Ready,
        Closing,
    }

    private struct Slot
    {
        internal SlotUse Use;

        /// <summary>The socket or listener that owns it.</summary>
        internal int Owner;
        internal uint Order;
        internal bool IsPlaced;
    }

    [InlineArray(Most)]
    private struct SocketArray
    {
        private Socket _first;
    }

    [InlineArray(SocketRings.MostSlots)]
    private struct SlotArray
    {
        private Slot _first;
    }

    /// <summary>A socket in use.</summary>
    internal static ref Socket At(int index) => ref s_sockets[index];

    /// <summary>A new socket with one user; EMFILE.</summary>
    internal static long Create(SocketForm form)
    {
        Pipes.Lock.Enter();
        int index = 0;
        while (index < Most && s_sockets[index].Users != 0)
        {
            index++;
        }

        if (index < Most)
        {
            s_sockets[index] = new Socket { Users = 1, Form = form, Slot = -1, KeepAliveSeconds = DefaultKeepAlive };
            s_sockets[index].KeepAliveInterval = DefaultInterval;
            s_sockets[index].KeepAliveCount = DefaultProbes;
        }

        Pipes.Lock.Leave();
        return index < Most ? index : Errno.TooManyFiles;
    }

    /// <summary>Adds a user.</summary>
    internal static void Hold(int index)
    {
        Pipes.Lock.Enter();
        s_sockets[index].Users++;
        Pipes.Lock.Leave();
    }

    /// <summary>Removes a user; the last one closes it.</summary>
    internal static void Drop(int index)
    {
        Pipes.Lock.Enter();
        ref Socket socket = ref s_sockets[index];
        bool isLast = socket.Users == 1;
        socket.Users -= isLast ? 0 : 1;
        Pipes.Lock.Leave();
        if (!isLast)
        {
            return;
        }

        if (socket.Slot >= 0)
        {
            CloseSlot(socket.Slot, socket.Form, socket.ResetsAtClose);
        }

        if (socket.Form == SocketForm.Listener)
        {
            CloseWaiting(index);
        }

        Pipes.Lock.Enter();
        socket.Users = 0;
        Pipes.Lock.Leave();
        Fill();
    }

    // A connection continues until its bytes are sent; its slot is free when the service says so.
    private static void CloseSlot(int slot, SocketForm form, bool resets)
    {
        Pipes.Lock.Enter();
        bool isOver = form == SocketForm.Connection && (SocketRings.Signs(slot) & SocketEvents.Closed) != 0;
        s_slots[slot].Use = isOver ? SlotUse.Free : SlotUse.Closing;
        Pipes.Lock.Leave();
        if (isOver)
        {
            return;
        }

        Message message = default;
        message.Words[1] = (ulong)slot;
        message.Words[2] = resets ? 1u : 0;
        _ = NetworkService.Ask(NetworkService.CloseOperation, 3, 0, ref message, out _);
        Pipes.Lock.Enter();
        bool isFree = form != SocketForm.Connection || (SocketRings.Signs(slot) & SocketEvents.Closed) != 0;
        s_slots[slot].Use = isFree && s_slots[slot].Use == SlotUse.Closing ? SlotUse.Free : s_slots[slot].Use;
        Pipes.Lock.Leave();
    }

    // Frees the slots supplied to a listener, and resets connections that were not accepted.
    private static void CloseWaiting(int listener)
    {
        for (int i = 0; i < SocketRings.MostSlots; i++)
        {
            Pipes.Lock.Enter();
            ref Slot slot = ref s_slots[i];
            bool isHis = slot.Owner == listener && slot.Use is (SlotUse.Supplied or SlotUse.Ready);
            bool isConnected = isHis && (SocketRings.Signs(i) & SocketEvents.Connected) != 0;
            slot.Use = isHis && !isConnected ? SlotUse.Free : slot.Use;
            Pipes.Lock.Leave();
            if (isConnected)
            {
                CloseSlot(i, SocketForm.Connection, resets: true);
            }
        }
    }

    /// <summary>A slot with a block, for <paramref name="owner"/>; the errors of the service; EMFILE: all are in use.</summary>
    internal static long TakeSlot(int owner) => Take(owner, SlotUse.Socket);

    private static long Take(int owner, SlotUse use)
    {
        Pipes.Lock.Enter();
        int index = 0;
        while (index < NetworkService.Slots && s_slots[index].Use != SlotUse.Free)
        {
            index++;
        }

        bool isFound = index < NetworkService.Slots;
        if (isFound)
        {
            s_slots[index].Use = use;
            s_slots[index].Owner = owner;
        }

        Pipes.Lock.Leave();
        if (!isFound)
        {
            return Errno.TooManyFiles;
        }

        s_supplyLock.Enter();
        long error = s_slots[index].IsPlaced ? 0 : SocketRings.Place(index);
        s_slots[index].IsPlaced |= error == 0;
        s_supplyLock.Leave();
        if (error != 0)
        {
            FreeSlot(index);
        }

        return error != 0 ? error : index;
    }

    /// <summary>Frees a slot that has no socket at the service.</summary>
    internal static void FreeSlot(int slot)
    {
        Pipes.Lock.Enter();
        s_slots[slot].Use = SlotUse.Free;
        Pipes.Lock.Leave();
    }

    /// <summary>
    /// The slot of the connection that has waited longest at a listener; it then belongs to <paramref name="socket"/> unless that is -1.
    /// -1: there is none. Under the lock.
    /// </summary>
    internal static int TakeReady(int listener, int socket)
    {
        int found = FindReady(listener);
        if (found >= 0 && socket >= 0)
        {
            s_slots[found].Use = SlotUse.Socket;
            s_slots[found].Owner = socket;
        }

        return found;
    }

    private static int FindReady(int listener)
    {
        int found = -1;
        for (int i = 0; i < NetworkService.Slots; i++)
        {
            bool isReady = s_slots[i].Use == SlotUse.Ready && s_slots[i].Owner == listener;
            found = isReady && (found < 0 || (int)(s_slots[i].Order - s_slots[found].Order) < 0) ? i : found;
        }

        return found;
    }

    /// <summary>Supplies listeners with slots for connections, as many as they want and there are. Not under the lock.</summary>
    internal static void Fill()
    {
        for (int i = 0; i < Most; i++)
        {
            while (TakeHungry(i))
            {
                long slot = Take(i, SlotUse.Taken);
                if (slot < 0)
                {
                    return;
                }

                Message message = default;
                message.Words[1] = (ulong)s_sockets[i].Slot;
                message.Words[2] = (ulong)slot;
                Pipes.Lock.Enter();
                SocketRings.ClearSigns((int)slot);
                s_slots[(int)slot].Use = SlotUse.Supplied;
                Pipes.Lock.Leave();
                if (NetworkService.AskNetwork(NetworkService.SupplyOperation, 3, 1, ref message) != 0)
                {
                    FreeSlot((int)slot);
                    return;
                }
            }
        }
    }

    private static bool TakeHungry(int listener)
    {
        Pipes.Lock.Enter();
        ref Socket socket = ref s_sockets[listener];
        int has = 0;
        for (int i = 0; i < NetworkService.Slots; i++)
        {
            has += s_slots[i].Owner == listener && s_slots[i].Use is (SlotUse.Supplied or SlotUse.Ready) ? 1 : 0;
        }

        // At most three quarters of the slots, so that some are left for others: peers beyond the limit retransmit.
        int most = NetworkService.Slots * 3 / 4 > 4 ? NetworkService.Slots * 3 / 4 : 4;
        bool isHungry = socket.Users != 0 && socket.Form == SocketForm.Listener && socket.Slot >= 0
            && has < (socket.Backlog < most ? socket.Backlog : most);
        Pipes.Lock.Leave();
        return isHungry;
    }

    /// <summary>Takes news from the service: waiting threads check again. Called by the thread that receives the news.</summary>
    internal static void TakeNews()
    {
        bool isFreed = false;
        Pipes.Lock.Enter();
        int words = SocketRings.BeginNews();
        for (int word = 0; word < words; word++)
        {
            for (ulong bits = SocketRings.TakeNews(word); bits != 0; bits &= bits - 1)
            {
                int slot = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                isFreed |= Note(slot);
            }
        }

        Pipes.Wake();
        Pipes.Lock.Leave();
        if (isFreed)
        {
            Fill();
        }
    }

    // True: listeners may get a slot, or lack one.
    private static bool Note(int index)
    {
        ref Slot slot = ref s_slots[index];
        if (!slot.IsPlaced)
        {
            return false;
        }

        SocketEvents signs = SocketRings.Signs(index);
        switch (slot.Use)
        {
            case SlotUse.Socket:
                ref Socket socket = ref s_sockets[slot.Owner];
                socket.InChanges++;
                socket.OutChanges++;
                SocketRings.StopWantingRoom(index);
                return false;
            case SlotUse.Supplied when (signs & SocketEvents.Connected) != 0:
                slot.Use = SlotUse.Ready;
                slot.Order = s_order++;
                s_sockets[slot.Owner].InChanges++;
                return false;
            case SlotUse.Supplied or SlotUse.Closing when (signs & SocketEvents.Closed) != 0:
                slot.Use = SlotUse.Free;
                return true;
            default:
                return false;
        }
    }

    /// <summary>What a socket is ready for, as in poll. Under the lock.</summary>
    internal static uint Readiness(int index)
    {
        ref Socket socket = ref s_sockets[index];
        switch (socket.Form)
        {
            case SocketForm.Listener:
                return socket.IsShutToRead ? Poll.In | Poll.HungUp : FindReady(index) >= 0 ? Poll.In : 0;
            case SocketForm.Connection: return OfConnection(ref socket);
            case SocketForm.Datagram: return socket.Slot < 0 ? Poll.Out : OfRings(socket.Slot, SocketRings.MostDatagram + 32);
            default: return Poll.Out | Poll.HungUp;
        }
    }

    /// <summary>Bytes that can be read now; for a datagram socket, those of all its datagrams.</summary>
    internal static uint Available(int index)
    {
        ref Socket socket = ref s_sockets[index];
        return socket.Slot >= 0 && socket.Form is (SocketForm.Connection or SocketForm.Datagram)
            ? SocketRings.Available(socket.Slot)
            : 0;
    }

    private static uint OfConnection(ref Socket socket)
    {
        SocketEvents signs = SocketRings.Signs(socket.Slot);
        if ((signs & SocketEvents.Closed) != 0)
        {
            bool isError = !socket.IsErrorTaken && SocketRings.Error(socket.Slot) != NetworkError.None;
            return Poll.In | Poll.Out | Poll.HungUp | Poll.PeerClosed | (isError ? Poll.Error : 0);
        }

        if ((signs & SocketEvents.Connected) == 0)
        {
            return 0;
        }

        uint ready = OfRings(socket.Slot, 1);
        bool isEnd = (signs & SocketEvents.PeerClosed) != 0;
        return ready
            | (isEnd || socket.IsShutToRead ? Poll.In | Poll.PeerClosed : 0)
            | (socket.IsShutToWrite ? Poll.Out : 0)
            | (socket.IsShutToWrite && isEnd ? Poll.HungUp : 0);
    }

    private static uint OfRings(int slot, uint room)
    {
        bool hasBytes = SocketRings.Available(slot) != 0;
        bool hasRoom = SocketRings.Room(slot) >= room;
        if (!hasBytes || !hasRoom)
        {
            SocketRings.Want(slot, !hasBytes, hasRoom ? 0 : room);
            hasBytes = SocketRings.Available(slot) != 0;
            hasRoom = SocketRings.Room(slot) >= room;
        }

        return (hasBytes ? Poll.In : 0) | (hasRoom ? Poll.Out : 0);
    }
}
