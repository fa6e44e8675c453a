// An interface's configuration by hand.

namespace RustKernel.Services;

/// <summary>What <see cref="INetwork.Configure"/> is told; ports are of no matter.</summary>
public struct NetworkSettings
{
    /// <summary>Address of the interface.</summary>
    public NetworkEndPoint Address;

    /// <summary>Bits of the network's prefix, 1 to 30; 0: by DHCP, and the rest is of no matter.</summary>
    public uint PrefixLength;

    /// <summary>The router; all 0: none.</summary>
    public NetworkEndPoint Gateway;

    /// <summary>The name server; all 0: none.</summary>
    public NetworkEndPoint NameServer;
}
