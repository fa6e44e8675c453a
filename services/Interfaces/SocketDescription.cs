// A socket as netstat shows it.

namespace RustKernel.Services;

/// <summary>What <see cref="INetwork.DescribeSocket"/> says.</summary>
public struct SocketDescription
{
    /// <summary>What it is.</summary>
    public SocketKind Kind;

    /// <summary>State of a connection, as the stack's <c>TcpState</c>.</summary>
    public byte State;

    /// <summary>Number of the service whose it is; negative: none of the manifests'.</summary>
    public int Owner;

    /// <summary>Our end.</summary>
    public NetworkEndPoint Local;

    /// <summary>The other end; all 0: none.</summary>
    public NetworkEndPoint Remote;
}
