// A handshake that a listener began: a SYN was received, a SYN-ACK sent. It has no rings and no owner's memory yet.

namespace RustKernel.Services.Internet.Tcp;

/// <summary>SYN-RECEIVED of a listener. Its deadline is the next SYN-ACK.</summary>
internal sealed class HalfOpen(TcpEngine engine, TcpListener listener, TcpKey key, uint initial) : TimedItem
{
    public TcpListener Listener => listener;

    public TcpKey Key => key;

    public uint Initial => initial;

    public uint PeerInitial { get; init; }

    public int MaximumSize { get; init; }

    public int Scale { get; init; }

    public bool HasSack { get; init; }

    public bool HasTimestamps { get; init; }

    public uint Timestamp { get; set; }

    public int Window { get; init; }

    public int OurScale { get; init; }

    /// <summary>Scheduled SYN-ACKs that were sent: the first, and one for each time that the ACK did not come.</summary>
    public int Sent { get; set; }

    /// <summary>
    /// The ACK came, and data with or after it, but the listener had no rings. The peer sends the data again, which completes the
    /// handshake.
    /// </summary>
    public bool IsToBeSentAgain { get; set; }

    public override void OnDeadline(long now) => engine.OnDeadline(this, now);
}
