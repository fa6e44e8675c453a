using System;

namespace RustKernel.Services.Internet;

/// <summary>
/// Notices to a socket's owner: what has changed. Events of a kind merge until <c>InternetSocket.TakeEvents</c> takes them.
/// </summary>
[Flags]
public enum SocketEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is more in the receive ring.</summary>
    Readable = 1,

    /// <summary>There is more room in the send ring.</summary>
    Writable = 2,

    /// <summary>The connection is established.</summary>
    Connected = 4,

    /// <summary>A listener has a connection to accept.</summary>
    Acceptable = 8,

    /// <summary>The peer sends no more; what it sent is in the ring.</summary>
    PeerClosed = 16,

    /// <summary>It has ended; <c>InternetSocket.Error</c> says how. The stack does not touch its rings again.</summary>
    Closed = 32,

    /// <summary>The network reported an error: <c>InternetSocket.Error</c>.</summary>
    Failed = 64,
}
