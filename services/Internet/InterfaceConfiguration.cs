// What an interface is told, by DHCP or by hand.

namespace RustKernel.Services.Internet;

/// <summary>Address, network, way out and name servers. An IPv4 network today.</summary>
public sealed class InterfaceConfiguration
{
    /// <summary>The interface's address.</summary>
    public InternetAddress Address { get; init; }

    /// <summary>Leading bits that all hosts of the link share: 1 to 32.</summary>
    public int PrefixLength { get; init; } = 24;

    /// <summary>The router for everything else; None: there is none.</summary>
    public InternetAddress Gateway { get; init; }

    /// <summary>Name servers, the first preferred.</summary>
    public InternetAddress[] NameServers { get; init; } = [];

    /// <summary>The largest packet that the network wants; below 576: it says nothing. [RFC 2132 5.1]</summary>
    public int Mtu { get; init; }

    /// <summary>What is added to a name without a dot; empty: nothing.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The network's bits.</summary>
    internal uint Mask => PrefixLength == 0 ? 0 : uint.MaxValue << (32 - PrefixLength);

    /// <summary>Whether a host is on the link.</summary>
    internal bool IsOnLink(uint host) => ((host ^ Address.IPv4) & Mask) == 0;

    /// <summary>Whether it is the network's own broadcast address.</summary>
    internal bool IsBroadcast(uint host) => PrefixLength < 31 && host == (Address.IPv4 | ~Mask);
}
