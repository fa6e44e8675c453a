namespace RustKernel.Services;

/// <summary>
/// The interface's state, as <see cref="INetwork.Describe"/> reports it. Addresses as in <see cref="NetworkEndPoint"/>; all 0: none.
/// </summary>
public struct NetworkState
{
    /// <summary>
    /// The interface's own address on the link, the first byte the highest of 48 bits; 0: there is
    /// no interface but loopback.
    /// </summary>
    public ulong LinkAddress;

    /// <summary>The link is up.</summary>
    public bool IsUp;

    /// <summary>DHCP gives the address, or is looking for one.</summary>
    public bool IsDhcp;

    /// <summary>Bits of the network's prefix; 0: the interface has no address.</summary>
    public uint PrefixLength;

    /// <summary>The largest packet.</summary>
    public uint Mtu;

    /// <summary>The interface's address.</summary>
    public NetworkEndPoint Address;

    /// <summary>The router.</summary>
    public NetworkEndPoint Gateway;

    /// <summary>The first name server.</summary>
    public NetworkEndPoint NameServer;

    /// <summary>The second name server.</summary>
    public NetworkEndPoint OtherNameServer;

    /// <summary>Sockets of all clients.</summary>
    public uint Sockets;

    /// <summary>Sessions.</summary>
    public uint Sessions;

    /// <summary>Restarts of the driver.</summary>
    public uint DriverStarts;
}
