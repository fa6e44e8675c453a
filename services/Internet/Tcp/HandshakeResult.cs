// What a listener's handshake settled.

namespace RustKernel.Services.Internet.Tcp;

/// <summary>What both SYNs said.</summary>
internal readonly record struct HandshakeResult
{
    public uint Initial { get; init; }

    public uint PeerInitial { get; init; }

    /// <summary>The window that our SYN told.</summary>
    public int Window { get; init; }

    /// <summary>The window that the peer's last ACK tells.</summary>
    public uint PeerWindow { get; init; }

    public int MaximumSize { get; init; }

    /// <summary>The peer's window scale; below 0: none.</summary>
    public int Scale { get; init; }

    /// <summary>The window scale that our SYN told; 0: none.</summary>
    public int OurScale { get; init; }

    public bool HasSack { get; init; }

    public bool HasTimestamps { get; init; }

    public uint Timestamp { get; init; }

    /// <summary>Our SYN went more than once.</summary>
    public bool WasRepeated { get; init; }
}
