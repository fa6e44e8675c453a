// Connects clients' slots with the stack's sockets. Makes no system calls, so that host tests can drive it.

using System.Collections.Generic;
using System.Numerics;
using System.Threading;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Services.Network;

/// <summary>Sessions and their slots over a stack. Whatever a client writes into its memory harms at most its own sockets.</summary>
/// <param name="stack">The stack.</param>
/// <param name="kept">The table that is kept over a restart.</param>
internal sealed partial class SocketDesk(InternetStack stack, KeptSockets kept)
{
    /// <summary>Most sessions of all clients.</summary>
    internal const int MostSessions = 48;

    /// <summary>The first of the bits that clients ring at the service's port: a session's bit is this one plus its place.</summary>
    internal const int FirstBell = 8;

    private const ulong Bells = (1ul << MostSessions) - 1;

    private readonly Session?[] _sessions = new Session?[MostSessions];
    private readonly Dictionary<ulong, SocketAccount> _accounts = [];
    private readonly List<int> _slots = [];
    private readonly List<Session> _told = [];

    /// <summary>The sessions that are open, by place.</summary>
    internal IEnumerable<Session> Sessions
    {
        get
        {
            foreach (Session? session in _sessions)
            {
                if (session is not null)
                {
                    yield return session;
                }
            }
        }
    }

    /// <summary>Number of all clients' sockets, with slots that wait for connections.</summary>
    internal uint SocketCount
    {
        get
        {
            uint count = 0;
            foreach (Session session in Sessions)
            {
                foreach (Slot? slot in session.Slots)
                {
                    count += slot is { Kind: not SocketKind.None } ? 1u : 0;
                }
            }

            return count;
        }
    }

    /// <summary>The bits that a session's client sets at the service's port.</summary>
    internal static ulong BellOf(Session session) => 1ul << (FirstBell + session.Index);

    /// <summary>Opens a session, without memory yet; null: the most sessions are open, of all clients or of this one.</summary>
    internal Session? Open(ulong number, ulong badge, uint limit, ISessionLife life)
    {
        SocketAccount account = AccountOf(badge, limit);
        for (int i = 0; i < MostSessions && account.Sessions < SocketAccount.MostSessions; i++)
        {
            if (_sessions[i] is null)
            {
                return _sessions[i] = new Session(number, i, limit, account, life);
            }
        }

        if (account.Sessions == 0)
        {
            _ = _accounts.Remove(badge);
        }

        return null;
    }

    /// <summary>The session of this number and client; null: there is none.</summary>
    internal Session? Find(ulong number, ulong badge)
    {
        foreach (Session? session in _sessions)
        {
            if (session is not null && session.Number == number && session.Account.Badge == badge)
            {
                return session;
            }
        }

        return null;
    }

    /// <summary>Ends a session: resets its sockets and unmaps its memory.</summary>
    internal void End(Session session, long now)
    {
        foreach (Slot? slot in session.Slots)
        {
            slot?.Socket?.Abort(now);
            if (slot is { Kept: >= 0 })
            {
                kept.Release(slot.Kept);
            }
        }

        _sessions[session.Index] = null;
        session.End();
        if (session.Account.Sessions == 0)
        {
            _ = _accounts.Remove(session.Account.Badge);
        }
    }

    /// <summary>Makes the stack check the rings of sockets for which clients rang.</summary>
    internal void OnBells(ulong bits, long now)
    {
        for (ulong left = (bits >> FirstBell) & Bells; left != 0; left &= left - 1)
        {
            Session? session = _sessions[BitOperations.TrailingZeroCount(left)];
            if (session?.Board is SocketBoard board)
            {
                _slots.Clear();
                board.TakeRings(_slots);
                Look(session, now);
            }
        }
    }

    /// <summary>
    /// Writes sockets' events into their clients' blocks, and notifies the clients that wait for them. Returns sockets without a slot.
    /// </summary>
    internal void TakeEvents(List<InternetSocket> others, long now)
    {
        bool isFirst = true;
        while (stack.TakeSocketWithEvents() is { } socket)
        {
            if (isFirst)
            {
                // The stack's writes must be visible before this reads what a client waits for; it sets that, then looks once more.
                Interlocked.MemoryBarrier();
                isFirst = false;
            }

            if (socket.Tag is Slot slot)
            {
                OnEvents(slot, socket, socket.TakeEvents(), now);
            }
            else
            {
                others.Add(socket);
            }
        }

        foreach (Session session in _told)
        {
            session.HasNews = false;
            if (!session.IsEnded)
            {
                session.Life.Tell();
            }
        }

        _told.Clear();
    }

    private void Look(Session session, long now)
    {
        foreach (int number in _slots)
        {
            if (number < session.Slots.Length)
            {
                session.Slots[number]?.Socket?.RingsChanged(now);
            }
        }
    }

    private SocketAccount AccountOf(ulong badge, uint limit)
    {
        if (!_accounts.TryGetValue(badge, out SocketAccount? account))
        {
            account = new SocketAccount(badge, stack.AddOwner(new OwnerLimits((int)limit)));
            _accounts[badge] = account;
        }

        return account;
    }

    private void OnEvents(Slot slot, InternetSocket socket, SocketEvents events, long now)
    {
        if (slot.Session.IsEnded)
        {
            return;
        }

        if (socket is TcpListener listener)
        {
            while (listener.Accept() is { } accepted)
            {
                Adopt(accepted, now);
            }

            return;
        }

        if (socket is TcpConnection connection)
        {
            Adopt(connection, now);
        }

        if (slot.Socket != socket)
        {
            return;
        }

        if (slot.Show(events, socket.Error) || slot.IsWanted(events))
        {
            Tell(slot);
        }

        if (socket.IsClosed)
        {
            slot.Socket = null;
            slot.Kind = SocketKind.None;
            Keep(slot);
        }
        else if ((events & SocketEvents.Connected) != 0)
        {
            Keep(slot);
        }
    }

    // A slot that waited for a connection has one: whichever event comes first.
    private void Adopt(TcpConnection connection, long now)
    {
        if (connection.Tag is not Slot { Kind: SocketKind.Supplied } slot || slot.Session.IsEnded)
        {
            return;
        }

        slot.Adopt(connection);
        _ = slot.Apply(connection, now);
        _ = slot.Show(SocketEvents.Connected, NetworkError.None);
        Keep(slot);
        Tell(slot);
    }

    private void Tell(Slot slot)
    {
        Session session = slot.Session;
        if (session.Board!.Tell(slot.Number) && !session.HasNews)
        {
            session.HasNews = true;
            _told.Add(session);
        }
    }

    private void Keep(Slot slot)
    {
        InternetSocket? socket = slot.Socket;
        (EndPoint local, EndPoint remote, uint sendBase) = socket switch
        {
            UdpSocket udp => (new EndPoint(udp.Address, udp.Port), udp.Remote, 0u),
            TcpListener listener => (new EndPoint(listener.Address, listener.Port), default, 0u),
            TcpConnection connection => (connection.Local, connection.Remote, connection.SendBase),
            _ => default,
        };
        kept.Write(
            slot.Kept,
            new KeptSocket(
                slot.Session.Number,
                slot.Number,
                slot.Kind,
                slot.Place,
                local,
                remote,
                sendBase,
                slot.LeastReceive,
                slot.Listener?.Number ?? 0,
                slot.Options));
    }
}
