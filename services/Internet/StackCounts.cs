// What a stack counts: netstat, /metrics and tests read it.

namespace RustKernel.Services.Internet;

/// <summary>Counts since the stack began.</summary>
public sealed class StackCounts
{
    /// <summary>Frames received.</summary>
    public long FramesReceived { get; internal set; }

    /// <summary>Frames sent.</summary>
    public long FramesSent { get; internal set; }

    /// <summary>Frames and packets that were malformed, or not for this host.</summary>
    public long Discarded { get; internal set; }

    /// <summary>Packets whose checksum was wrong.</summary>
    public long ChecksumErrors { get; internal set; }

    /// <summary>Packets that could not be sent: no room, no route, or no answer from the link.</summary>
    public long NotSent { get; internal set; }

    /// <summary>Datagrams reassembled from fragments.</summary>
    public long Reassembled { get; internal set; }

    /// <summary>Reassemblies given up: too late, overlapping, or too many.</summary>
    public long ReassemblyFailures { get; internal set; }

    /// <summary>Another host claimed our address.</summary>
    public long AddressConflicts { get; internal set; }

    /// <summary>Datagrams for a socket whose ring had no room.</summary>
    public long DatagramsDropped { get; internal set; }

    /// <summary>Segments received.</summary>
    public long SegmentsReceived { get; internal set; }

    /// <summary>Segments sent for the first time.</summary>
    public long SegmentsSent { get; internal set; }

    /// <summary>Segments retransmitted.</summary>
    public long SegmentsRetransmitted { get; internal set; }

    /// <summary>Resets sent.</summary>
    public long ResetsSent { get; internal set; }

    /// <summary>Challenge ACKs sent, and those that the limit held back. [RFC 5961 7]</summary>
    public long ChallengesSent { get; internal set; }

    /// <summary>Handshakes answered with a cookie.</summary>
    public long CookiesSent { get; internal set; }

    /// <summary>Retransmission time-outs.</summary>
    public long TimeOuts { get; internal set; }

    /// <summary>Fast retransmissions that began.</summary>
    public long FastRetransmits { get; internal set; }
}
