namespace RustKernel.Services;

/// <summary>The kind of a socket.</summary>
public enum SocketKind : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Datagrams.</summary>
    Udp = 1,

    /// <summary>A listener for connections.</summary>
    Listener = 2,

    /// <summary>A TCP connection.</summary>
    Connection = 3,

    /// <summary>A slot supplied to a listener, still without a connection.</summary>
    Supplied = 4,
}
