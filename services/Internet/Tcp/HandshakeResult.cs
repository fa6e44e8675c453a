namespace RustKernel.Services.Internet.Tcp;

/// <summary>The result of a listener's handshake: what both SYNs said.</summary>
internal readonly record struct HandshakeResult
{
    public uint Initial { get; init; }

    public uint PeerInitial { get; init; }

    /// <summary>The window in our SYN.</summary>
    public int Window { get; init; }

    /// <summary>The window in the peer's last ACK.</summary>
    public uint PeerWindow { get; init; }

    public int MaximumSize { get; init; }

    /// <summary>The peer's window scale; below 0: none.</summary>
    public int Scale { get; init; }

    /// <summary>The window scale in our SYN; 0: none.</summary>
    public int OurScale { get; init; }

    public bool HasSack { get; init; }

    public bool HasTimestamps { get; init; }

    public uint Timestamp { get; init; }

    /// <summary>Our SYN was sent more than once.</summary>
    public bool WasRepeated { get; init; }
}
