namespace RustKernel.Services.Internet.Tcp;

/// <summary>A connection's state. [RFC 9293 3.3.2] LISTEN is a <see cref="TcpListener"/>, TIME-WAIT outlives the connection.</summary>
public enum TcpState
{
    /// <summary>Over; or in TIME-WAIT, which only the stack tracks.</summary>
    Closed,

    /// <summary>A SYN was sent.</summary>
    SynSent,

    /// <summary>A SYN was received and sent.</summary>
    SynReceived,

    /// <summary>Bytes go both ways.</summary>
    Established,

    /// <summary>We sent a FIN.</summary>
    FinWait1,

    /// <summary>Our FIN was acknowledged.</summary>
    FinWait2,

    /// <summary>The peer sent a FIN.</summary>
    CloseWait,

    /// <summary>Both sent a FIN at once.</summary>
    Closing,

    /// <summary>The peer's FIN came first, and ours was sent.</summary>
    LastAck,
}
