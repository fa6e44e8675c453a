// Memory that the program shares with the service net: the board, and a block with two rings for each slot. The layouts are in
// services/Framework/Network (SocketBoard, SocketBlock) and services/Internet (DatagramRing).

using System.Threading;
using RustKernel.Linux.Addresses;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Linux.Sockets;

/// <summary>
/// A slot's block always lies at the same place: the first three in the piece that begins with the board, the others sixteen to a piece.
/// Values from the service are checked before use.
/// </summary>
internal static unsafe class SocketRings
{
    /// <summary>The most slots.</summary>
    internal const int MostSlots = 128;

    /// <summary>Bytes of each ring.</summary>
    internal const uint RingBytes = 32 * 1024;

    /// <summary>The longest datagram that fits into a packet.</summary>
    internal const uint MostDatagram = 1472;

    private const uint BoardBytes = 1152;
    private const uint Header = 128;
    private const uint BlockBytes = Header + (2 * RingBytes);
    private const int InFirst = 3;
    private const int InPiece = 16;
    private const int MostPieces = 1 + ((MostSlots - InFirst + InPiece - 1) / InPiece);
    private const ulong PieceRoom = 4ul << 20;
    private const int ReceivedAt = 4;
    private const int WantedBytesAt = 8;
    private const int WantedRoomAt = 12;
    private const int TakenAt = 64;
    private const int PutAt = 68;
    private const int SignsAt = 72;
    private const int ErrorAt = 76;
    private const int PortsAt = 80;
    private const int LocalAt = 96;
    private const int RemoteAt = 112;
    private const uint DatagramHeader = 24;
    private const int BellAt = 0;
    private const int NewsAt = 64;
    private const int BellWordsAt = 128;
    private const int NewsWordsAt = 640;
    private const int NewsWords = MostSlots / 64;

    private static PieceTable s_pieces;
    private static PieceTable s_numbers;
    private static int s_count;

    private struct PieceTable
    {
        internal fixed ulong At[MostPieces];
    }

    /// <summary>Makes piece <paramref name="index"/> and maps it; also returns a handle for the service.</summary>
    internal static ErrorCode Create(int index, out AnyHandle shared)
    {
        shared = default;
        uint bytes = (uint)Layout.Pages(index == 0 ? BoardBytes + (InFirst * BlockBytes) : InPiece * BlockBytes);
        Handle<Memory> memory = new(s_pieces.At[index]);
        ErrorCode error = ErrorCode.None;
        if (memory.IsNone)
        {
            error = Kernel.MemoryCreate(bytes, out memory);
            error = error == ErrorCode.None
                ? Kernel.MemoryMap(default, memory, 0, PieceAt(index), bytes, RustKernel.Rights.Read | RustKernel.Rights.Write)
                : error;
            if (error != ErrorCode.None)
            {
                memory.Close();
                return error;
            }

            s_pieces.At[index] = memory.Value;
            s_count = index == 0 ? 1 : s_count;
        }

        return NetworkService.Share(memory, out shared);
    }

    /// <summary>Gives the service the memory and the place of a slot's block. One thread at a time.</summary>
    internal static long Place(int slot)
    {
        ErrorCode error = ErrorCode.None;
        while (s_count <= PieceOf(slot) && error == ErrorCode.None)
        {
            error = Create(s_count, out AnyHandle shared);
            uint number = 0;
            error = error == ErrorCode.None ? NetworkService.AddMemory(shared, out number) : error;
            if (error == ErrorCode.None)
            {
                s_numbers.At[s_count] = number;
                s_count++;
            }
        }

        if (error != ErrorCode.None)
        {
            return SocketErrors.Of(error);
        }

        Message message = default;
        message.Words[1] = (ulong)slot;
        message.Words[2] = s_numbers.At[PieceOf(slot)];
        message.Words[3] = Block(slot) - PieceAt(PieceOf(slot));
        message.Words[4] = RingBytes;
        message.Words[5] = RingBytes;
        return SocketErrors.Of(NetworkService.Ask(NetworkService.PlaceOperation, 6, 0, ref message, out _));
    }

    private static int PieceOf(int slot) => slot < InFirst ? 0 : 1 + ((slot - InFirst) / InPiece);

    private static ulong PieceAt(int index) => Layout.Sockets + ((ulong)index * PieceRoom);

    private static ulong Block(int slot) => slot < InFirst
        ? PieceAt(0) + BoardBytes + ((ulong)slot * BlockBytes)
        : PieceAt(PieceOf(slot)) + ((ulong)((slot - InFirst) % InPiece) * BlockBytes);

    // SAFETY: callers name slots that Place has given memory; the offset is within the header.
    private static ref uint Word(int slot, int at) => ref *(uint*)(Block(slot) + (ulong)at);

    // SAFETY: piece 0 is mapped before there is a session; the offset is within the board.
    private static ref long Board(int at) => ref *(long*)(PieceAt(0) + (ulong)at);

    /// <summary>What has happened to the slot's socket.</summary>
    internal static SocketEvents Signs(int slot) => (SocketEvents)Volatile.Read(ref Word(slot, SignsAt));

    /// <summary>The error of the slot's socket.</summary>
    internal static NetworkError Error(int slot) => (NetworkError)Volatile.Read(ref Word(slot, ErrorAt));

    /// <summary>Call before the slot is supplied: the signs of its last socket do not apply to the next.</summary>
    internal static void ClearSigns(int slot) => Volatile.Write(ref Word(slot, SignsAt), 0);

    /// <summary>The socket's own end, or the other one.</summary>
    internal static SocketEnd End(int slot, bool isLocal)
    {
        uint ports = Volatile.Read(ref Word(slot, PortsAt));
        return new SocketEnd(Word(slot, isLocal ? LocalAt : RemoteAt), (ushort)(isLocal ? ports : ports >> 16));
    }

    /// <summary>Bytes that can be read.</summary>
    internal static uint Available(int slot)
    {
        uint count = Volatile.Read(ref Word(slot, PutAt)) - Word(slot, ReceivedAt);
        return count <= RingBytes ? count : 0;
    }

    /// <summary>Bytes that can be written.</summary>
    internal static uint Room(int slot)
    {
        uint used = Word(slot, 0) - Volatile.Read(ref Word(slot, TakenAt));
        return used <= RingBytes ? RingBytes - used : 0;
    }

    /// <summary>Asks for news of received bytes, or of room for <paramref name="room"/> bytes. Check again afterwards.</summary>
    internal static void Want(int slot, bool bytes, uint room)
    {
        if (bytes)
        {
            Volatile.Write(ref Word(slot, WantedBytesAt), 1);
        }

        if (room != 0)
        {
            Volatile.Write(ref Word(slot, WantedRoomAt), room);
        }

        Interlocked.MemoryBarrier();
    }

    /// <summary>Stops waiting for room.</summary>
    internal static void StopWantingRoom(int slot) => Volatile.Write(ref Word(slot, WantedRoomAt), 0);

    /// <summary>
    /// Copies up to <paramref name="bytes"/> bytes to the program; returns how many, or EFAULT. With <paramref name="peeks"/> they stay in
    /// the ring.
    /// </summary>
    internal static long Read(int slot, ulong address, ulong bytes, bool peeks)
    {
        uint available = Available(slot);
        uint count = bytes < available ? (uint)bytes : available;
        uint at = Word(slot, ReceivedAt);
        if (!CopyOut(slot, at, address, count))
        {
            return Errno.BadAddress;
        }

        if (!peeks && count != 0)
        {
            Volatile.Write(ref Word(slot, ReceivedAt), at + count);
            if (available > RingBytes / 2)
            {
                // The window may have been closed.
                NetworkService.Ring(slot);
            }
        }

        return count;
    }

    /// <summary>Puts up to <paramref name="bytes"/> bytes of the program in; returns how many, or EFAULT.</summary>
    internal static long Write(int slot, ulong address, ulong bytes)
    {
        uint room = Room(slot);
        uint count = bytes < room ? (uint)bytes : room;
        uint at = Word(slot, 0);
        if (!CopyIn(slot, at, address, count))
        {
            return Errno.BadAddress;
        }

        Volatile.Write(ref Word(slot, 0), at + count);
        if (count != 0)
        {
            NetworkService.Ring(slot);
        }

        return count;
    }

    /// <summary>The next datagram: returns its length, and copies as much as there is room for; EAGAIN, EFAULT.</summary>
    internal static long ReadDatagram(int slot, ulong address, ulong bytes, bool peeks, out SocketEnd from)
    {
        from = default;
        uint there = Available(slot);
        if (there < DatagramHeader)
        {
            return Errno.TryAgain;
        }

        uint at = Word(slot, ReceivedAt);
        HeaderWords header = default;

        // SAFETY: the header is this function's own.
        _ = CopyOut(slot, at, (ulong)(&header), DatagramHeader);
        uint length = (ushort)header.First;
        uint size = (DatagramHeader + length + 7) & ~7u;
        if (size > there)
        {
            // An impossible datagram: drop everything.
            Volatile.Write(ref Word(slot, ReceivedAt), at + there);
            return Errno.TryAgain;
        }

        from = new SocketEnd(SocketEnd.Swap((uint)(header.Low >> 32)), (ushort)(header.First >> 16));
        if (!CopyOut(slot, at + DatagramHeader, address, bytes < length ? (uint)bytes : length))
        {
            return Errno.BadAddress;
        }

        if (!peeks)
        {
            Volatile.Write(ref Word(slot, ReceivedAt), at + size);
        }

        return length;
    }

    /// <summary>Sends a datagram to <paramref name="to"/> (port 0: the connected end); EAGAIN, EFAULT.</summary>
    internal static long WriteDatagram(int slot, ulong address, uint bytes, in SocketEnd to)
    {
        uint size = (DatagramHeader + bytes + 7) & ~7u;
        if (size > Room(slot))
        {
            return Errno.TryAgain;
        }

        uint at = Word(slot, 0);
        HeaderWords header = new() { First = bytes | ((ulong)to.Port << 16) };
        header.Low = to.Port == 0 ? 0 : 0xFFFF_0000ul | ((ulong)SocketEnd.Swap(to.Address) << 32);

        // SAFETY: the header is this function's own.
        _ = CopyIn(slot, at, (ulong)(&header), DatagramHeader);
        if (!CopyIn(slot, at + DatagramHeader, address, bytes))
        {
            return Errno.BadAddress;
        }

        Volatile.Write(ref Word(slot, 0), at + size);
        NetworkService.Ring(slot);
        return bytes;
    }

    // Length, port; the address, with its bytes in network order.
    private struct HeaderWords
    {
        internal ulong First;
        internal ulong High;
        internal ulong Low;
    }

    private static bool CopyOut(int slot, uint position, ulong address, uint count)
    {
        ulong ring = Block(slot) + Header + RingBytes;
        uint at = position % RingBytes;
        uint first = RingBytes - at < count ? RingBytes - at : count;
        return NativeCode.CopyMemory(address, ring + at, first) == 0 && NativeCode.CopyMemory(address + first, ring, count - first) == 0;
    }

    private static bool CopyIn(int slot, uint position, ulong address, uint count)
    {
        ulong ring = Block(slot) + Header;
        uint at = position % RingBytes;
        uint first = RingBytes - at < count ? RingBytes - at : count;
        return NativeCode.CopyMemory(ring + at, address, first) == 0 && NativeCode.CopyMemory(ring, address + first, count - first) == 0;
    }

    /// <summary>Marks a slot's rings as changed. True: notify the service.</summary>
    internal static bool Ring(int slot)
    {
        int word = slot / 64;
        _ = Set(ref Board(BellWordsAt + (word * 8)), 1L << (slot % 64));
        return Set(ref Board(BellAt), 1L << word) == 0;
    }

    /// <summary>Takes the news of slots from <paramref name="word"/> * 64.</summary>
    internal static ulong TakeNews(int word) => (ulong)Clear(ref Board(NewsWordsAt + (word * 8)));

    /// <summary>Takes the mark of news; returns the number of words to check, 0 if there is no news.</summary>
    internal static int BeginNews() => Clear(ref Board(NewsAt)) != 0 ? NewsWords : 0;

    private static long Set(ref long word, long bits)
    {
        long before;
        do
        {
            before = word;
        }
        while (Interlocked.CompareExchange(ref word, before | bits, before) != before);

        return before;
    }

    private static long Clear(ref long word)
    {
        long before;
        do
        {
            before = word;
        }
        while (Interlocked.CompareExchange(ref word, 0, before) != before);

        return before;
    }
}
