// What a successor does with the sockets of the process before it.

using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <content>Listeners and UDP sockets again; connections end.</content>
internal sealed partial class SocketDesk
{
    /// <summary>
    /// Opens again what can be, on the same rings, and ends the connections: their clients are told by the next
    /// <see cref="TakeEvents"/>, what their peers need is added to <paramref name="lost"/>. Slots of sessions that are gone are forgotten.
    /// </summary>
    internal void Recover(Queue<LostConnection> lost, long now)
    {
        List<Slot> supplied = [];
        Dictionary<ulong, Session> sessions = [];
        foreach (Session session in Sessions)
        {
            sessions[session.Number] = session;
        }

        foreach ((int entry, KeptSocket socket) in kept.ReadAll())
        {
            if (!sessions.TryGetValue(socket.Session, out Session? session) || socket.Slot >= session.Slots.Length)
            {
                kept.Release(entry);
                continue;
            }

            Slot slot = new(session, socket.Slot) { Kept = entry, LeastReceive = socket.LeastReceive, Options = socket.Options };
            session.Slots[socket.Slot] = slot;
            if (session.Piece(socket.Place.Piece) is MappedMemory memory && socket.Place.IsWithin(memory.Bytes.Length))
            {
                slot.Place = socket.Place;
                slot.Block = new SocketBlock(
                    memory, (int)slot.Place.Offset, (int)slot.Place.SendBytes, (int)slot.Place.ReceiveBytes);
            }

            Recover(slot, socket, supplied, lost);
        }

        foreach (Slot slot in supplied)
        {
            SupplyAgain(slot);
        }

        foreach (Session session in Sessions)
        {
            TakeOver(session, now);
        }
    }

    // Rings and news of which the process before this one took the sign, or left it: no one would ring or tell because of them again.
    private void TakeOver(Session session, long now)
    {
        if (session.Board is not SocketBoard board)
        {
            return;
        }

        _slots.Clear();
        board.Recover(_slots);
        Look(session, now);
        if (!session.HasNews)
        {
            session.HasNews = true;
            _told.Add(session);
        }
    }

    private void Recover(Slot slot, in KeptSocket socket, List<Slot> supplied, Queue<LostConnection> lost)
    {
        switch (socket.Kind)
        {
            case SocketKind.Udp when slot.Block is not null:
                RecoverUdp(slot, socket);
                break;
            case SocketKind.Listener:
                if (stack.Listen(slot.Session.Account.Owner, socket.Local.Port, (int)slot.LeastReceive, out TcpListener? listener)
                    == NetworkError.None)
                {
                    listener!.Address = socket.Local.Address;
                    Take(slot, SocketKind.Listener, listener);
                }

                break;
            case SocketKind.Supplied when slot.Block is not null:
                // Its listener may come later in the table.
                slot.LeastReceive = (uint)socket.Listener;
                supplied.Add(slot);
                break;
            case SocketKind.Connection when slot.Block is not null:
                if (!socket.Local.Address.IsLoopback)
                {
                    lost.Enqueue(new LostConnection(socket.Local, socket.Remote, socket.SendBase + slot.Block.SendRing.Consumed));
                }

                End(slot);
                break;
            default:
                break;
        }
    }

    private void RecoverUdp(Slot slot, in KeptSocket socket)
    {
        SocketBlock block = slot.Block!;
        if (stack.OpenUdp(slot.Session.Account.Owner, socket.Local.Port, block.SendRing, block.ReceiveRing, out UdpSocket? udp)
            != NetworkError.None)
        {
            End(slot);
            return;
        }

        udp!.Address = socket.Local.Address;
        udp.Connect(socket.Remote);
        Take(slot, SocketKind.Udp, udp);

        // What the client wrote since is in the ring; it rang for a process that is gone.
        udp.RingsChanged(0);
    }

    private void SupplyAgain(Slot slot)
    {
        uint number = slot.LeastReceive;
        slot.LeastReceive = 0;
        if (FindSlot(slot.Session, number)?.Socket is TcpListener listener)
        {
            slot.Block!.Clear();
            if (listener.Supply(slot.Block.SendRing, slot.Block.ReceiveRing, slot) == NetworkError.None)
            {
                slot.Kind = SocketKind.Supplied;
                slot.Listener = (Slot)listener.Tag!;
                Keep(slot);
                return;
            }
        }

        End(slot);
    }

    private void End(Slot slot)
    {
        slot.Kind = SocketKind.None;
        Keep(slot);
        _ = slot.Show(SocketEvents.Closed, NetworkError.ConnectionReset);
        Tell(slot);
    }
}
