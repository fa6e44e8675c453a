namespace RustKernel.Services;

/// <summary>An interface's settings for <see cref="INetwork.Configure"/>. Ports are ignored.</summary>
public struct NetworkSettings
{
    /// <summary>Address of the interface.</summary>
    public NetworkEndPoint Address;

    /// <summary>Bits of the network's prefix, 1 to 30; 0: by DHCP, and the rest is ignored.</summary>
    public uint PrefixLength;

    /// <summary>The router; all 0: none.</summary>
    public NetworkEndPoint Gateway;

    /// <summary>The name server; all 0: none.</summary>
    public NetworkEndPoint NameServer;
}
