// Sending and receiving.

using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Linux.Signals;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Linux.Sockets;

internal static unsafe partial class SocketCalls
{
    private const ulong OutOfBand = 1;
    private const ulong Peeks = 2;
    private const ulong WithoutWaiting = 0x40;
    private const ulong WaitsForAll = 0x100;
    private const ulong FromErrors = 0x2000;
    private const ulong WithoutSignal = 0x4000;
    private const ulong FullLength = 0x20;
    private const uint IsCut = 0x20;
    private const int BrokenPipe = 13;
    private const ulong MostPieces = 1024;
    private const ulong MostMessages = 1024;
    private const int GatherBytes = 2048;

    // struct msghdr.
    [StructLayout(LayoutKind.Sequential)]
    private struct MessageRecord
    {
        internal ulong Name;
        internal uint NameBytes;
        internal uint Padding;
        internal ulong Pieces;
        internal ulong PieceCount;
        internal ulong Control;
        internal ulong ControlBytes;
        internal uint Flags;
        internal uint Padding2;
    }

    private struct GatherBuffer
    {
        internal fixed byte Bytes[GatherBytes];
    }

    /// <summary>write to a socket that a caller holds.</summary>
    internal static long Write(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits) =>
        Send(ref self, index, address, bytes, 0, 0, 0, waits);

    /// <summary>read from one.</summary>
    internal static long Read(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits) =>
        Receive(ref self, index, address, bytes, 0, 0, 0, waits);

    private static long Send(
        ref LinuxThread self, int index, ulong address, ulong bytes, ulong flags, ulong name, ulong nameBytes, bool waits)
    {
        if ((flags & OutOfBand) != 0)
        {
            return Errno.NotSupported;
        }

        waits &= (flags & WithoutWaiting) == 0;
        if (SocketTable.At(index).Form == SocketForm.Datagram)
        {
            SocketEnd end = default;
            long error = name == 0 ? 0 : ReadEnd(name, nameBytes, out end, out _);
            return error != 0 ? error : SendDatagram(ref self, index, address, bytes, in end, waits);
        }

        return SendBytes(ref self, index, address, bytes, (flags & WithoutSignal) != 0, waits);
    }

    private static long SendBytes(ref LinuxThread self, int index, ulong address, ulong bytes, bool isQuiet, bool waits)
    {
        ulong done = 0;
        long result = 0;
        Deadline deadline = Limit(SocketTable.At(index).SendTicks);
        Pipes.Lock.Enter();
        do
        {
            result = TrySend(index, address + done, bytes - done);
            if (result > 0)
            {
                done += (ulong)result;
                result = 0;
            }
            else if (result == Errno.TryAgain && waits)
            {
                bool isInTime = Pipes.Wait(ref self, deadline);
                result = self.Deliverable != 0 ? Errno.Restart : isInTime ? 0 : Errno.TryAgain;
            }
        }
        while (done < bytes && result == 0);

        Pipes.Lock.Leave();
        if (result == Errno.BrokenPipe && !isQuiet)
        {
            _ = SignalCalls.Send(ref self, self.Number, BrokenPipe);
        }

        return done != 0 ? (long)done : result;
    }

    private static long TrySend(int index, ulong address, ulong bytes)
    {
        ref Socket socket = ref SocketTable.At(index);
        if (socket.Form != SocketForm.Connection)
        {
            return Errno.BrokenPipe;
        }

        SocketEvents signs = SocketRings.Signs(socket.Slot);
        if ((signs & SocketEvents.Closed) != 0 || socket.IsShutToWrite)
        {
            return socket.IsShutToWrite ? Errno.BrokenPipe : TakeError(ref socket, Errno.BrokenPipe);
        }

        if ((signs & SocketEvents.Connected) == 0)
        {
            return Errno.TryAgain;
        }

        if (bytes == 0)
        {
            return 0;
        }

        long count = SocketRings.Write(socket.Slot, address, bytes);
        if (count == 0)
        {
            SocketRings.Want(socket.Slot, bytes: false, 1);
            count = SocketRings.Write(socket.Slot, address, bytes);
        }

        return count == 0 ? Errno.TryAgain : count;
    }

    private static long SendDatagram(ref LinuxThread self, int index, ulong address, ulong bytes, in SocketEnd end, bool waits)
    {
        ref Socket socket = ref SocketTable.At(index);
        if (bytes > SocketRings.MostDatagram)
        {
            return Errno.MessageTooLong;
        }

        if (end.Port == 0 && !socket.IsConnected)
        {
            return Errno.DestinationNeeded;
        }

        long result = socket.Slot >= 0 ? 0 : OpenDatagrams(ref socket, index, default);
        if (result != 0)
        {
            return result;
        }

        Pipes.Lock.Enter();
        result = TrySendDatagram(socket.Slot, address, (uint)bytes, in end);
        while (result == Errno.TryAgain && waits)
        {
            _ = Pipes.Wait(ref self, Deadline.Never);
            result = self.Deliverable != 0 ? Errno.Restart : TrySendDatagram(socket.Slot, address, (uint)bytes, in end);
        }

        Pipes.Lock.Leave();
        return result;
    }

    private static long TrySendDatagram(int slot, ulong address, uint bytes, in SocketEnd end)
    {
        long result = SocketRings.WriteDatagram(slot, address, bytes, in end);
        if (result == Errno.TryAgain)
        {
            SocketRings.Want(slot, bytes: false, SocketRings.MostDatagram + 32);
            result = SocketRings.WriteDatagram(slot, address, bytes, in end);
        }

        return result;
    }

    private static long Receive(
        ref LinuxThread self, int index, ulong address, ulong bytes, ulong flags, ulong name, ulong nameBytes, bool waits)
    {
        long count = ReceiveFrom(ref self, index, address, bytes, flags, waits, out SocketEnd from);
        long error = count < 0 || SocketTable.At(index).Form != SocketForm.Datagram ? 0 : WriteEnd(in from, name, nameBytes);
        bool isWhole = (flags & FullLength) != 0 || count < 0 || (ulong)count <= bytes;
        return error != 0 ? error : isWhole ? count : (long)bytes;
    }

    // For a datagram, its full length.
    private static long ReceiveFrom(
        ref LinuxThread self, int index, ulong address, ulong bytes, ulong flags, bool waits, out SocketEnd from)
    {
        from = default;
        ref Socket socket = ref SocketTable.At(index);
        if ((flags & (OutOfBand | FromErrors)) != 0)
        {
            return (flags & FromErrors) != 0 ? Errno.TryAgain : Errno.Invalid;
        }

        waits &= (flags & WithoutWaiting) == 0;
        long error = socket.Form == SocketForm.Datagram && socket.Slot < 0 ? OpenDatagrams(ref socket, index, default) : 0;
        if (error != 0)
        {
            return error;
        }

        Deadline deadline = Limit(socket.ReceiveTicks);
        Pipes.Lock.Enter();
        ulong done = 0;
        long result;
        bool isMore;
        do
        {
            result = TryReceive(ref socket, address + done, bytes - done, (flags & Peeks) != 0, out from);
            done += result > 0 && socket.Form != SocketForm.Datagram ? (ulong)result : 0;
            bool isWaiting = result == Errno.TryAgain && waits && done == 0;
            isMore = result > 0 && done < bytes && (flags & WaitsForAll) != 0 && (flags & Peeks) == 0
                && socket.Form != SocketForm.Datagram && waits;
            isWaiting |= result == Errno.TryAgain && waits && (flags & WaitsForAll) != 0;
            if (isWaiting)
            {
                isMore = Pipes.Wait(ref self, deadline) && self.Deliverable == 0;
                result = self.Deliverable != 0 ? Errno.Restart : result;
            }
        }
        while (isMore);

        Pipes.Lock.Leave();
        return done != 0 ? (long)done : result;
    }

    private static Deadline Limit(ulong ticks) => ticks == 0 ? Deadline.Never : new Deadline(Kernel.ReadCounter() + ticks);

    private static long TryReceive(ref Socket socket, ulong address, ulong bytes, bool peeks, out SocketEnd from)
    {
        from = default;
        if (socket.Form == SocketForm.Datagram)
        {
            long length = SocketRings.ReadDatagram(socket.Slot, address, bytes, peeks, out from);
            if (length == Errno.TryAgain)
            {
                SocketRings.Want(socket.Slot, bytes: true, 0);
                length = SocketRings.ReadDatagram(socket.Slot, address, bytes, peeks, out from);
            }

            return length == Errno.TryAgain && socket.IsShutToRead ? 0 : length;
        }

        if (socket.Form != SocketForm.Connection)
        {
            return Errno.NotConnected;
        }

        // Reads the signs before the bytes: so data that came before the end is read first.
        SocketEvents signs = SocketRings.Signs(socket.Slot);
        long count = socket.IsShutToRead ? 0 : SocketRings.Read(socket.Slot, address, bytes, peeks);
        if (count == 0 && bytes != 0 && !socket.IsShutToRead && (signs & (SocketEvents.PeerClosed | SocketEvents.Closed)) == 0)
        {
            SocketRings.Want(socket.Slot, bytes: true, 0);
            signs = SocketRings.Signs(socket.Slot);
            count = SocketRings.Read(socket.Slot, address, bytes, peeks);
        }

        return count != 0 || bytes == 0 || socket.IsShutToRead || (signs & SocketEvents.PeerClosed) != 0 ? count
            : (signs & SocketEvents.Closed) != 0 ? TakeError(ref socket, 0)
            : Errno.TryAgain;
    }

    /// <summary>readv, writev: the pieces one after the other, as far as possible without waiting for the second.</summary>
    internal static long Pieces(ref LinuxThread self, int index, bool isWrite, ulong vector, ulong count, ulong flags, bool waits)
    {
        long done = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (!UserMemory.TryRead(vector + (i * 16), out ulong address) || !UserMemory.TryRead(vector + (i * 16) + 8, out ulong bytes))
            {
                return done != 0 ? done : Errno.BadAddress;
            }

            long one = bytes == 0 ? 0
                : isWrite ? Send(ref self, index, address, bytes, flags, 0, 0, waits)
                : Receive(ref self, index, address, bytes, flags, 0, 0, waits && done == 0);
            if (one < 0)
            {
                return done != 0 ? done : one;
            }

            done += one;
            if ((ulong)one < bytes)
            {
                break;
            }
        }

        return done;
    }

    private static long SendMessage(ref LinuxThread self, int index, ulong address, ulong flags, bool waits)
    {
        if (!UserMemory.TryRead(address, out MessageRecord record))
        {
            return Errno.BadAddress;
        }

        if (record.PieceCount > MostPieces)
        {
            return Errno.MessageTooLong;
        }

        if (SocketTable.At(index).Form != SocketForm.Datagram)
        {
            return Pieces(ref self, index, isWrite: true, record.Pieces, record.PieceCount, flags, waits);
        }

        GatherBuffer buffer = default;
        ulong length = 0;
        for (ulong i = 0; i < record.PieceCount; i++)
        {
            if (!UserMemory.TryRead(record.Pieces + (i * 16), out ulong piece)
                || !UserMemory.TryRead(record.Pieces + (i * 16) + 8, out ulong bytes))
            {
                return Errno.BadAddress;
            }

            if (bytes > SocketRings.MostDatagram - length)
            {
                return Errno.MessageTooLong;
            }

            // SAFETY: a datagram is shorter than the buffer.
            if (!UserMemory.TryRead(piece, buffer.Bytes + length, bytes))
            {
                return Errno.BadAddress;
            }

            length += bytes;
        }

        // SAFETY: the buffer is this function's own, which lasts as long as the call.
        return Send(ref self, index, (ulong)buffer.Bytes, length, flags, record.Name, record.NameBytes, waits);
    }

    private static long SendMessages(ref LinuxThread self, int index, ulong messages, ulong count, ulong flags, bool waits)
    {
        const ulong recordBytes = 64;
        const ulong lengthAt = 56;
        long done = 0;
        for (ulong i = 0; i < count && i < MostMessages; i++)
        {
            long length = SendMessage(ref self, index, messages + (i * recordBytes), flags, waits);
            length = length >= 0 && !UserMemory.TryWrite(messages + (i * recordBytes) + lengthAt, (uint)length) ? Errno.BadAddress : length;
            if (length < 0)
            {
                return done != 0 ? done : length;
            }

            done++;
        }

        return done;
    }

    private static long ReceiveMessage(ref LinuxThread self, int index, ulong address, ulong flags, bool waits)
    {
        if (!UserMemory.TryRead(address, out MessageRecord record))
        {
            return Errno.BadAddress;
        }

        if (record.PieceCount > MostPieces)
        {
            return Errno.MessageTooLong;
        }

        bool isDatagram = SocketTable.At(index).Form == SocketForm.Datagram;
        record.Flags = 0;
        SocketEnd from = default;
        long count = isDatagram
            ? ReceiveDatagram(ref self, index, ref record, flags, waits, out from)
            : Pieces(ref self, index, isWrite: false, record.Pieces, record.PieceCount, flags, waits);
        if (count < 0)
        {
            return count;
        }

        AddressRecord name = AddressRecord.Of(in from);
        bool hasName = isDatagram && record.Name != 0;
        bool isWritten = !hasName || WriteRecord(in name, record.Name, record.NameBytes);
        record.NameBytes = hasName ? AddressRecord.Bytes : 0;
        record.ControlBytes = 0;
        return isWritten && UserMemory.TryWrite(address, record) ? count : Errno.BadAddress;
    }

    private static long ReceiveDatagram(
        ref LinuxThread self, int index, ref MessageRecord record, ulong flags, bool waits, out SocketEnd from)
    {
        GatherBuffer buffer = default;

        // SAFETY: the buffer is this function's own, which lasts as long as the call.
        long length = ReceiveFrom(ref self, index, (ulong)buffer.Bytes, GatherBytes, flags, waits, out from);
        ulong there = length < GatherBytes ? (ulong)length : GatherBytes;
        ulong done = 0;
        for (ulong i = 0; i < record.PieceCount && length > 0 && done < there; i++)
        {
            if (!UserMemory.TryRead(record.Pieces + (i * 16), out ulong piece)
                || !UserMemory.TryRead(record.Pieces + (i * 16) + 8, out ulong bytes))
            {
                return Errno.BadAddress;
            }

            ulong part = bytes < there - done ? bytes : there - done;
            if (!UserMemory.TryWrite(piece, buffer.Bytes + done, part))
            {
                return Errno.BadAddress;
            }

            done += part;
        }

        record.Flags = length > 0 && done < (ulong)length ? IsCut : 0;
        return length < 0 || (flags & FullLength) != 0 ? length : (long)done;
    }
}
