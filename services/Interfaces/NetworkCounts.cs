// What the stack counted.

namespace RustKernel.Services;

/// <summary>What <see cref="INetwork.Counts"/> says; each as the stack's <c>StackCounts</c> explains it.</summary>
public struct NetworkCounts
{
    /// <summary>Frames that came.</summary>
    public long FramesReceived;

    /// <summary>Frames that went.</summary>
    public long FramesSent;

    /// <summary>Frames and packets that were malformed, or not for this host.</summary>
    public long Discarded;

    /// <summary>Packets whose checksum was wrong.</summary>
    public long ChecksumErrors;

    /// <summary>Packets that could not be sent.</summary>
    public long NotSent;

    /// <summary>Datagrams that were put together from fragments.</summary>
    public long Reassembled;

    /// <summary>Fragments that were given up.</summary>
    public long ReassemblyFailures;

    /// <summary>Another host claimed our address.</summary>
    public long AddressConflicts;

    /// <summary>Datagrams for a socket whose ring had no room.</summary>
    public long DatagramsDropped;

    /// <summary>Segments that came.</summary>
    public long SegmentsReceived;

    /// <summary>Segments that went for the first time.</summary>
    public long SegmentsSent;

    /// <summary>Segments that went again.</summary>
    public long SegmentsRetransmitted;

    /// <summary>Resets that went.</summary>
    public long ResetsSent;

    /// <summary>Challenge ACKs that went.</summary>
    public long ChallengesSent;

    /// <summary>Handshakes that were answered with a cookie.</summary>
    public long CookiesSent;

    /// <summary>Retransmission time-outs.</summary>
    public long TimeOuts;

    /// <summary>Connections that are not closed.</summary>
    public long Connections;

    /// <summary>Closed connections whose ports rest (TIME-WAIT).</summary>
    public long TimeWaits;

    /// <summary>Handshakes that peers began.</summary>
    public long HalfOpen;
}
