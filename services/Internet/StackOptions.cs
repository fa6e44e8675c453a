namespace RustKernel.Services.Internet;

/// <summary>The interface's facts and the stack's limits. Times are in microseconds.</summary>
public sealed class StackOptions
{
    /// <summary>The interface's own address; no group.</summary>
    public LinkAddress LinkAddress { get; set; }

    /// <summary>Largest IP packet of the link: 576 to 1500.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>The device completes checksums of TCP and UDP (<see cref="OutgoingFrame.ChecksumStart"/>).</summary>
    public bool HasTransmitChecksum { get; set; }

    /// <summary>Least time before a retransmission. RFC 6298 advises a second, Linux waits 200 ms.</summary>
    public long LeastRetransmitTime { get; init; } = 200_000;

    /// <summary>How long a closed connection keeps its ports: twice the maximum segment lifetime.</summary>
    public long TimeWait { get; init; } = 60_000_000;

    /// <summary>Connections of all owners, those in TIME-WAIT not counted.</summary>
    public int MostConnections { get; init; } = 4096;

    /// <summary>Connections in TIME-WAIT; the oldest ends early when there are more.</summary>
    public int MostTimeWait { get; init; } = 1024;

    /// <summary>Handshakes that listeners have begun; further ones get cookies. [RFC 4987 3.6]</summary>
    public int MostHalfOpen { get; init; } = 256;

    /// <summary>Hosts of the link to remember.</summary>
    public int MostNeighbors { get; init; } = 256;

    /// <summary>Packets that may wait to be sent, or for an address of the link.</summary>
    public int MostPackets { get; init; } = 128;

    /// <summary>Datagrams reassembled at a time.</summary>
    public int MostReassemblies { get; init; } = 4;
}
