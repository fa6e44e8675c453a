// What the service does after a restart with the earlier process's sockets.

using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <content>Opens listeners and UDP sockets again, and ends connections.</content>
internal sealed partial class SocketDesk
{
    /// <summary>
    /// Opens listeners and UDP sockets again, on the same rings, and ends connections: the next <see cref="TakeEvents"/> notifies their
    /// clients, and <paramref name="lost"/> gets what their peers need. Forgets slots of sessions that are gone.
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
            if (socket.Session == KeptSockets.Lost)
            {
                lost.Enqueue(new LostConnection(socket.Local, socket.Remote, socket.SendBase, entry));
                continue;
            }

            if (!sessions.TryGetValue(socket.Session, out Session? session) || socket.Slot >= session.Slots.Length)
            {
                // The block and its client are gone, and with them the record of how much the peer has acknowledged.
                Lose(socket, socket.SendBase, lost);
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

    // The earlier process may have taken a notice without serving it, or set bits without sending one. Neither side would send another.
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
                Lose(socket, socket.SendBase + slot.Block.SendRing.Consumed, lost);
                End(slot);
                break;
            default:
                break;
        }
    }

    private void Lose(in KeptSocket socket, uint number, Queue<LostConnection> lost)
    {
        if (socket.Kind == SocketKind.Connection && !socket.Local.Address.IsLoopback)
        {
            lost.Enqueue(kept.Keep(new LostConnection(socket.Local, socket.Remote, number)));
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

        // The client may have written to the ring since, and rung while no process listened.
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
