// The calls of INetwork that are about slots.

using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <content>Each looks the session and the slot up first; errors as <see cref="INetwork"/> says.</content>
internal sealed partial class SocketDesk
{
    /// <summary><see cref="INetwork.Place"/>.</summary>
    internal ErrorCode Place(Session session, uint number, in SlotPlace place)
    {
        if (session.Piece(place.Piece) is not MappedMemory memory || !place.IsWithin(memory.Bytes.Length))
        {
            return ErrorCode.InvalidArgument;
        }

        ErrorCode error = Free(session, number, isPlaced: false, out Slot? slot);
        if (slot is not null)
        {
            slot.Place = place;
            slot.Block = new SocketBlock(memory, (int)place.Offset, (int)place.SendBytes, (int)place.ReceiveBytes);
            Keep(slot);
        }

        return error;
    }

    /// <summary><see cref="INetwork.OpenUdp"/>.</summary>
    internal ErrorCode OpenUdp(Session session, uint number, EndPoint local, out NetworkError error, out ushort port)
    {
        error = NetworkError.None;
        port = 0;
        ErrorCode found = Free(session, number, isPlaced: true, out Slot? slot);
        if (slot is null)
        {
            return found;
        }

        slot.Block!.Clear();
        UdpSocket? socket = null;
        error = !stack.HasAddress(local.Address)
            ? NetworkError.AddressNotAvailable
            : stack.OpenUdp(session.Account.Owner, local.Port, slot.Block.SendRing, slot.Block.ReceiveRing, out socket);
        if (socket is not null)
        {
            socket.Address = local.Address;
            Take(slot, SocketKind.Udp, socket);
            slot.Block.Local = new EndPoint(local.Address, socket.Port);
            port = socket.Port;
        }

        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.ConnectUdp"/>.</summary>
    internal ErrorCode ConnectUdp(Session session, uint number, EndPoint remote, out NetworkError error)
    {
        error = NetworkError.None;
        if (FindSlot(session, number)?.Socket is not UdpSocket socket)
        {
            return Missing(session, number);
        }

        if (remote.Port != 0 && !remote.Address.IsIPv4)
        {
            error = NetworkError.InvalidArgument;
            return ErrorCode.None;
        }

        socket.Connect(remote.Port == 0 ? default : remote);
        Slot slot = (Slot)socket.Tag!;
        slot.Block!.Remote = socket.Remote;
        Keep(slot);
        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.Connect"/>.</summary>
    internal ErrorCode Connect(
        Session session, uint number, EndPoint remote, ushort localPort, long now, out NetworkError error, out ushort port)
    {
        error = NetworkError.None;
        port = 0;
        ErrorCode found = Free(session, number, isPlaced: true, out Slot? slot);
        if (slot is null)
        {
            return found;
        }

        SocketBlock block = slot.Block!;
        block.Clear();
        error = stack.Connect(
            session.Account.Owner, remote, localPort, block.SendRing, block.ReceiveRing, now, out TcpConnection? connection);
        if (connection is not null)
        {
            slot.Options = default;
            Take(slot, SocketKind.Connection, connection);
            block.Local = connection.Local;
            block.Remote = remote;
            port = connection.Local.Port;
        }

        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.Listen"/>.</summary>
    internal ErrorCode Listen(Session session, uint number, EndPoint local, uint receiveBytes, out NetworkError error, out ushort port)
    {
        error = NetworkError.None;
        port = 0;
        ErrorCode found = Free(session, number, isPlaced: false, out Slot? slot);
        if (slot is null)
        {
            return found;
        }

        TcpListener? listener = null;
        error = !stack.HasAddress(local.Address) ? NetworkError.AddressNotAvailable
            : receiveBytes > ByteRing.MostCapacity ? NetworkError.InvalidArgument
            : stack.Listen(session.Account.Owner, local.Port, (int)receiveBytes, out listener);
        if (listener is not null)
        {
            listener.Address = local.Address;
            slot.LeastReceive = receiveBytes;
            slot.Options = default;
            Take(slot, SocketKind.Listener, listener);
            port = listener.Port;
        }

        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.Supply"/>.</summary>
    internal ErrorCode Supply(Session session, uint listenerNumber, uint number, out NetworkError error)
    {
        error = NetworkError.None;
        if (FindSlot(session, listenerNumber)?.Socket is not TcpListener listener)
        {
            return Missing(session, listenerNumber);
        }

        ErrorCode found = Free(session, number, isPlaced: true, out Slot? slot);
        if (slot is null)
        {
            return found;
        }

        slot.Block!.Clear();
        error = listener.Supply(slot.Block.SendRing, slot.Block.ReceiveRing, slot);
        if (error == NetworkError.None)
        {
            slot.Kind = SocketKind.Supplied;
            slot.Listener = (Slot)listener.Tag!;
            Keep(slot);
        }

        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.Shutdown"/>.</summary>
    internal ErrorCode Shutdown(Session session, uint number, long now)
    {
        if (FindSlot(session, number)?.Socket is not TcpConnection connection)
        {
            return Missing(session, number);
        }

        connection.Shutdown(now);
        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.Close"/>.</summary>
    internal ErrorCode Close(Session session, uint number, bool resets, long now)
    {
        Slot? slot = FindSlot(session, number);
        switch (slot?.Kind ?? SocketKind.None)
        {
            case SocketKind.None:
                return Missing(session, number);
            case SocketKind.Supplied:
                GiveBack(slot!);
                break;
            case SocketKind.Listener:
                CloseListener(slot!, now);
                break;
            case SocketKind.Udp:
                slot!.Socket!.Close(now);
                break;
            default:
                InternetSocket connection = slot!.Socket!;
                if (resets)
                {
                    connection.Abort(now);
                }
                else
                {
                    connection.Close(now);
                }

                break;
        }

        return ErrorCode.None;
    }

    /// <summary><see cref="INetwork.SetOptions"/>.</summary>
    internal ErrorCode SetOptions(Session session, uint number, in ConnectionOptions options, long now, out NetworkError error)
    {
        error = NetworkError.None;
        Slot? slot = FindSlot(session, number);
        if (slot is not { Kind: SocketKind.Connection or SocketKind.Listener })
        {
            return Missing(session, number);
        }

        ConnectionOptions before = slot.Options;
        slot.Options = options;
        error = slot.Socket is TcpConnection connection ? slot.Apply(connection, now)
            : IsPossible(options) ? NetworkError.None : NetworkError.InvalidArgument;
        slot.Options = error == NetworkError.None ? options : before;
        Keep(slot);
        return ErrorCode.None;
    }

    /// <summary>The first socket at <paramref name="number"/> or after it; null: there is none.</summary>
    internal Slot? Next(ref uint number)
    {
        for (uint place = number / SocketBoard.MostSlots; place < MostSessions; place++)
        {
            Slot?[] slots = _sessions[place]?.Slots ?? [];
            uint first = place == number / SocketBoard.MostSlots ? number % SocketBoard.MostSlots : 0;
            for (uint i = first; i < slots.Length; i++)
            {
                if (slots[i] is { Kind: not SocketKind.None } slot)
                {
                    number = (place * SocketBoard.MostSlots) + i + 1;
                    return slot;
                }
            }
        }

        return null;
    }

    private static bool IsPossible(in ConnectionOptions options) =>
        options.KeepAliveSeconds == 0
        || (options.KeepAliveSeconds <= 86_400 && options.KeepAliveInterval is > 0 and <= 86_400
            && options.KeepAliveCount is > 0 and <= 127);

    private static Slot? FindSlot(Session session, uint number) => number < session.Slots.Length ? session.Slots[number] : null;

    // The error for a slot that exists, but has no such socket.
    private static ErrorCode Missing(Session session, uint number) =>
        number < session.Slots.Length ? ErrorCode.InvalidState : ErrorCode.InvalidArgument;

    // A slot without a socket. InvalidArgument: no such slot; InvalidState: it has one, or no block; OutOfMemory: too many are known.
    private ErrorCode Free(Session session, uint number, bool isPlaced, out Slot? slot)
    {
        slot = null;
        if (number >= session.Slots.Length)
        {
            return ErrorCode.InvalidArgument;
        }

        Slot found = session.Slots[number] ?? new Slot(session, (int)number);
        if (found.Kind != SocketKind.None || (isPlaced && found.Block is null))
        {
            return ErrorCode.InvalidState;
        }

        found.Kept = found.Kept >= 0 ? found.Kept : kept.Take();
        if (found.Kept < 0)
        {
            return ErrorCode.OutOfMemory;
        }

        session.Slots[number] = found;
        slot = found;
        return ErrorCode.None;
    }

    private void Take(Slot slot, SocketKind kind, InternetSocket socket)
    {
        socket.Tag = slot;
        slot.Socket = socket;
        slot.Kind = kind;
        Keep(slot);
    }

    // Withdraws a slot that waits for a connection.
    private void GiveBack(Slot slot)
    {
        if (slot.Listener?.Socket is TcpListener listener)
        {
            _ = listener.Withdraw(slot);
        }

        slot.Kind = SocketKind.None;
        slot.Listener = null;
        _ = slot.Show(SocketEvents.Closed, NetworkError.Aborted);
        Keep(slot);
    }

    private void CloseListener(Slot listener, long now)
    {
        listener.Socket!.Close(now);
        listener.Socket = null;
        listener.Kind = SocketKind.None;
        Keep(listener);
        foreach (Slot? slot in listener.Session.Slots)
        {
            if (slot is { Kind: SocketKind.Supplied } && slot.Listener == listener)
            {
                GiveBack(slot);
            }
        }
    }
}
