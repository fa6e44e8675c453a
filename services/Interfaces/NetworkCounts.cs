namespace RustKernel.Services;

/// <summary>The stack's counts, as <see cref="INetwork.Counts"/> reports them and <c>StackCounts</c> explains them.</summary>
public struct NetworkCounts
{
    /// <summary>Frames received.</summary>
    public long FramesReceived;

    /// <summary>Frames sent.</summary>
    public long FramesSent;

    /// <summary>Frames and packets that were malformed, or not for this host.</summary>
    public long Discarded;

    /// <summary>Packets whose checksum was wrong.</summary>
    public long ChecksumErrors;

    /// <summary>Packets that could not be sent.</summary>
    public long NotSent;

    /// <summary>Datagrams reassembled from fragments.</summary>
    public long Reassembled;

    /// <summary>Reassemblies given up: too late, overlapping, or too many.</summary>
    public long ReassemblyFailures;

    /// <summary>Another host claimed our address.</summary>
    public long AddressConflicts;

    /// <summary>Datagrams for a socket whose ring had no room.</summary>
    public long DatagramsDropped;

    /// <summary>Segments received.</summary>
    public long SegmentsReceived;

    /// <summary>Segments sent for the first time.</summary>
    public long SegmentsSent;

    /// <summary>Segments retransmitted.</summary>
    public long SegmentsRetransmitted;

    /// <summary>Resets sent.</summary>
    public long ResetsSent;

    /// <summary>Challenge ACKs sent.</summary>
    public long ChallengesSent;

    /// <summary>Handshakes answered with a cookie.</summary>
    public long CookiesSent;

    /// <summary>Retransmission time-outs.</summary>
    public long TimeOuts;

    /// <summary>Connections that are not closed.</summary>
    public long Connections;

    /// <summary>Connections in TIME-WAIT.</summary>
    public long TimeWaits;

    /// <summary>Half-open connections: handshakes that peers began.</summary>
    public long HalfOpen;
}
