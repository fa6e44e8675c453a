using System;

namespace RustKernel.Runtime;

/// <summary>Lasting events of a socket. The numbers are those of the stack's SocketEvents.</summary>
[Flags]
public enum SocketSigns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The connection is established.</summary>
    Connected = 4,

    /// <summary>The other end stops sending.</summary>
    PeerClosed = 16,

    /// <summary>It has ended.</summary>
    Closed = 32,

    /// <summary>The network reported an error.</summary>
    Failed = 64,
}
