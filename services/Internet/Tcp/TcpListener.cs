using System;
using System.Collections.Generic;

namespace RustKernel.Services.Internet.Tcp;

/// <summary>
/// A listening socket: accepts connections at a port (<see cref="InternetStack.Listen"/>). Its owner supplies a pair of rings for each
/// connection that it wants to be able to accept: their number is the backlog. Without one, a handshake waits for its last step, half a
/// minute at most; the peer tries again.
/// </summary>
public sealed class TcpListener : InternetSocket
{
    private readonly Queue<(ByteRing Send, ByteRing Receive, object? Tag)> _rings = [];
    private readonly Queue<TcpConnection> _accepted = [];

    internal TcpListener(InternetStack stack, SocketOwner owner, ushort port, int receiveCapacity)
        : base(stack, owner)
    {
        Port = port;
        ReceiveCapacity = receiveCapacity;
    }

    /// <summary>Its port.</summary>
    public ushort Port { get; }

    /// <summary>Our address at which it listens; None: all of them.</summary>
    public InternetAddress Address { get; set; }

    /// <summary>The least size of each receive ring in bytes: peers get a window before there is a ring.</summary>
    public int ReceiveCapacity { get; }

    /// <summary>Pairs of rings that no connection uses yet.</summary>
    public int Supplied => _rings.Count;

    /// <summary>Connections waiting for <see cref="Accept"/>.</summary>
    public int Waiting => _accepted.Count;

    /// <summary>
    /// Supplies the rings of one more connection; both empty. InvalidArgument: a capacity. QuotaExceeded: the owner has the most sockets.
    /// InvalidState: the listener is closed. The connection gets <paramref name="tag"/> as its <see cref="InternetSocket.Tag"/>.
    /// </summary>
    public NetworkError Supply(ByteRing send, ByteRing receive, object? tag = null)
    {
        if (IsClosed || !InternetStack.IsRing(send) || !InternetStack.IsRing(receive) || receive.Capacity < ReceiveCapacity)
        {
            return IsClosed ? NetworkError.InvalidState : NetworkError.InvalidArgument;
        }

        if (_rings.Count + Owner.Used >= Owner.Limits.Sockets)
        {
            return NetworkError.QuotaExceeded;
        }

        _rings.Enqueue((send, receive, tag));
        return NetworkError.None;
    }

    /// <summary>Takes the rings with this tag back. False: a connection has them, or there are none.</summary>
    public bool Withdraw(object tag)
    {
        bool isFound = false;
        for (int left = _rings.Count; left > 0; left--)
        {
            (ByteRing Send, ByteRing Receive, object? Tag) rings = _rings.Dequeue();
            if (ReferenceEquals(rings.Tag, tag))
            {
                isFound = true;
            }
            else
            {
                _rings.Enqueue(rings);
            }
        }

        return isFound;
    }

    /// <summary>
    /// The connection that has waited longest; null: none. It may have ended already, and counts against the quota until it is taken. Its
    /// rings are the pair supplied for it.
    /// </summary>
    public TcpConnection? Accept()
    {
        if (_accepted.Count == 0)
        {
            return null;
        }

        TcpConnection connection = _accepted.Dequeue();
        connection.IsWaitingForAccept = false;
        Owner.EndedUnaccepted -= connection.IsClosed ? 1 : 0;
        return connection;
    }

    /// <summary>Stops listening; connections that were not accepted are reset.</summary>
    public override void Close(long now) => Abort(now);

    /// <inheritdoc/>
    public override void Abort(long now)
    {
        if (IsClosed)
        {
            return;
        }

        Stack.Tcp.Forget(this);
        End(NetworkError.None);
        while (Accept() is { } connection)
        {
            connection.Abort(now);
        }

        _rings.Clear();
    }

    /// <inheritdoc/>
    public override void RingsChanged(long now)
    {
    }

    /// <inheritdoc/>
    internal override OutgoingFrame Transmit(Span<byte> frame, long now) => default;

    /// <summary>Takes a pair of rings for a connection whose handshake is complete.</summary>
    internal bool TryTakeRings(out ByteRing? send, out ByteRing? receive, out object? tag)
    {
        if (!Owner.HasRoom || _rings.Count == 0)
        {
            send = null;
            receive = null;
            tag = null;
            return false;
        }

        (send, receive, tag) = _rings.Dequeue();
        return true;
    }

    internal void Add(TcpConnection connection)
    {
        connection.IsWaitingForAccept = true;
        _accepted.Enqueue(connection);
        Raise(SocketEvents.Acceptable);
    }

    private protected override void OnDeadline(long now)
    {
    }
}
