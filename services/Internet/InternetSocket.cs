using System;

namespace RustKernel.Services.Internet;

/// <summary>
/// The base of all sockets: <see cref="UdpSocket"/>, TcpListener and TcpConnection. One thread at a time, as for the whole stack.
/// </summary>
public abstract class InternetSocket
{
    private readonly SocketTimer _timer;
    private SocketEvents _events;

    private protected InternetSocket(InternetStack stack, SocketOwner owner)
    {
        Stack = stack;
        Owner = owner;
        _timer = new SocketTimer(this);
        _ = owner.Sockets.Add(this);
    }

    /// <summary>Who pays for it.</summary>
    public SocketOwner Owner { get; }

    /// <summary>The last error; it stays.</summary>
    public NetworkError Error { get; private protected set; }

    /// <summary>It has ended: nothing happens to it any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>For the owner's use.</summary>
    public object? Tag { get; set; }

    /// <summary>The next socket with events, in <see cref="InternetStack"/>'s list.</summary>
    internal InternetSocket? NextWithEvents { get; set; }

    /// <summary>It is in the stack's list of sockets with events.</summary>
    internal bool IsListed { get; set; }

    /// <summary>The next socket that wants to send, in <see cref="InternetStack"/>'s list.</summary>
    internal InternetSocket? NextToSend { get; set; }

    /// <summary>It is in the stack's list of sockets that want to send.</summary>
    internal bool WantsToSend { get; set; }

    private protected InternetStack Stack { get; }

    /// <summary>The events since the last call; None if there were none.</summary>
    public SocketEvents TakeEvents()
    {
        SocketEvents events = _events;
        _events = SocketEvents.None;
        return events;
    }

    /// <summary>
    /// The owner is done with it. A connection is closed when all is sent (a half-close if it continues to read); others end at once.
    /// </summary>
    public abstract void Close(long now);

    /// <summary>The owner has written to or read from a ring: the stack checks both.</summary>
    public abstract void RingsChanged(long now);

    /// <summary>Ends it at once, even with data left.</summary>
    public abstract void Abort(long now);

    /// <summary>Writes its next frame to send; 0 bytes: nothing now.</summary>
    internal abstract OutgoingFrame Transmit(Span<byte> frame, long now);

    private protected abstract void OnDeadline(long now);

    private protected void SetDeadline(long deadline) => Stack.Deadlines.Set(_timer, deadline);

    private protected void Raise(SocketEvents events)
    {
        _events |= events;
        Stack.ListEvents(this);
    }

    /// <summary>Ends it: the owner gets its quota back.</summary>
    private protected void End(NetworkError error)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        Error = error != NetworkError.None ? error : Error;
        SetDeadline(long.MaxValue);
        _ = Owner.Sockets.Remove(this);
        Raise(SocketEvents.Closed);
    }

    private sealed class SocketTimer(InternetSocket socket) : TimedItem
    {
        public override void OnDeadline(long now) => socket.OnDeadline(now);
    }
}
