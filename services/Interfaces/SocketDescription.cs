namespace RustKernel.Services;

/// <summary>A socket, as <see cref="INetwork.DescribeSocket"/> reports it.</summary>
public struct SocketDescription
{
    /// <summary>Its kind.</summary>
    public SocketKind Kind;

    /// <summary>State of a connection, as the stack's <c>TcpState</c>.</summary>
    public byte State;

    /// <summary>Number of the service that owns it; negative: a program without a manifest.</summary>
    public int Owner;

    /// <summary>Our end.</summary>
    public NetworkEndPoint Local;

    /// <summary>The other end; all 0: none.</summary>
    public NetworkEndPoint Remote;
}
