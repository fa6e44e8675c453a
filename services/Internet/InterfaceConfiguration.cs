namespace RustKernel.Services.Internet;

/// <summary>Configuration of an interface, from DHCP or by hand: address, network, router and name servers. IPv4 only, so far.</summary>
public sealed class InterfaceConfiguration
{
    /// <summary>The interface's address.</summary>
    public InternetAddress Address { get; init; }

    /// <summary>Leading bits that all hosts of the link share: 1 to 32.</summary>
    public int PrefixLength { get; init; } = 24;

    /// <summary>The router for everything else; None: there is none.</summary>
    public InternetAddress Gateway { get; init; }

    /// <summary>Name servers, in order of preference.</summary>
    public InternetAddress[] NameServers { get; init; } = [];

    /// <summary>The largest packet that the network wants; below 576: not given. [RFC 2132 5.1]</summary>
    public int Mtu { get; init; }

    /// <summary>The suffix for a name without a dot; empty: none.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The network's bits.</summary>
    internal uint Mask => PrefixLength == 0 ? 0 : uint.MaxValue << (32 - PrefixLength);

    /// <summary>Whether a host is on the link.</summary>
    internal bool IsOnLink(uint host) => ((host ^ Address.IPv4) & Mask) == 0;

    /// <summary>Whether it is the network's own broadcast address.</summary>
    internal bool IsBroadcast(uint host) => PrefixLength < 31 && host == (Address.IPv4 | ~Mask);
}
