// The states of a connection.

namespace RustKernel.Services.Internet.Tcp;

/// <summary>A connection's state. [RFC 9293 3.3.2] LISTEN is a <see cref="TcpListener"/>, TIME-WAIT outlives the connection.</summary>
public enum TcpState
{
    /// <summary>Over, or in TIME-WAIT, which is the stack's alone.</summary>
    Closed,

    /// <summary>A SYN went.</summary>
    SynSent,

    /// <summary>A SYN came and went.</summary>
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

    /// <summary>The peer's FIN came first, and ours went.</summary>
    LastAck,
}
