// What a netboot session serves.

using System.Collections.Generic;
using System.Net;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>Addresses, files and limits of one session.</summary>
public sealed record NetbootPlan
{
    /// <summary>This machine's address on the boards' network.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>What boards see; the first that matches.</summary>
    public required IReadOnlyList<BootView> Views { get; init; }

    /// <summary>DHCP or proxyDHCP; null for neither.</summary>
    public DhcpPolicy? Dhcp { get; init; }

    /// <summary>TFTP's limits.</summary>
    public TftpPolicy Tftp { get; init; } = new();

    /// <summary>Where TFTP requests come in; 69 by its standard.</summary>
    public int TftpPort { get; init; } = 69;

    /// <summary>Where leases are kept; null to forget them.</summary>
    public string? LeaseFile { get; init; }
}
