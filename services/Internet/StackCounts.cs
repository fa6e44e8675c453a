// What a stack counts: netstat, /metrics and tests read it.

namespace RustKernel.Services.Internet;

/// <summary>Counts since the stack began.</summary>
public sealed class StackCounts
{
    /// <summary>Frames that came.</summary>
    public long FramesReceived { get; internal set; }

    /// <summary>Frames that went.</summary>
    public long FramesSent { get; internal set; }

    /// <summary>Frames and packets that were malformed, or not for this host.</summary>
    public long Discarded { get; internal set; }

    /// <summary>Packets whose checksum was wrong.</summary>
    public long ChecksumErrors { get; internal set; }

    /// <summary>Packets that could not be sent: no room, no way, or no answer from the link.</summary>
    public long NotSent { get; internal set; }

    /// <summary>Datagrams that were put together from fragments.</summary>
    public long Reassembled { get; internal set; }

    /// <summary>Fragments that were given up: too late, overlapping, or too many.</summary>
    public long ReassemblyFailures { get; internal set; }

    /// <summary>Another host claimed our address.</summary>
    public long AddressConflicts { get; internal set; }

    /// <summary>Datagrams for a socket whose ring had no room.</summary>
    public long DatagramsDropped { get; internal set; }

    /// <summary>Segments that came.</summary>
    public long SegmentsReceived { get; internal set; }

    /// <summary>Segments that went for the first time.</summary>
    public long SegmentsSent { get; internal set; }

    /// <summary>Segments that went again.</summary>
    public long SegmentsRetransmitted { get; internal set; }

    /// <summary>Resets that went.</summary>
    public long ResetsSent { get; internal set; }

    /// <summary>Challenge ACKs that went, and those that the limit held back. [RFC 5961 7]</summary>
    public long ChallengesSent { get; internal set; }

    /// <summary>Handshakes that were answered with a cookie.</summary>
    public long CookiesSent { get; internal set; }

    /// <summary>Retransmission time-outs.</summary>
    public long TimeOuts { get; internal set; }

    /// <summary>Fast retransmissions that began.</summary>
    public long FastRetransmits { get; internal set; }
}
