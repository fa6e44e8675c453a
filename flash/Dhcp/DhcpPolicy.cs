// The server's configuration.

using System;
using System.Collections.Generic;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>What is offered to whom.</summary>
public sealed record DhcpPolicy
{
    /// <summary>Full or proxy.</summary>
    public DhcpMode Mode { get; init; } = DhcpMode.Full;

    /// <summary>This server's address; also the TFTP server's.</summary>
    public required IPAddress Server { get; init; }

    /// <summary>The network's mask.</summary>
    public IPAddress SubnetMask { get; init; } = IPAddress.Parse("255.255.255.0");

    /// <summary>The first address to give away.</summary>
    public required IPAddress First { get; init; }

    /// <summary>The last address to give away.</summary>
    public required IPAddress Last { get; init; }

    /// <summary>The router that boards get; null for none.</summary>
    public IPAddress? Router { get; init; }

    /// <summary>
    /// False: messages through a relay get no answer. True: they do, for a relay in the server's own network and for those in
    /// <see cref="Relays"/>; boards behind other relays get no address.
    /// </summary>
    public bool ServesRelays { get; init; } = true;

    /// <summary>The addresses for boards behind relays, by the relay's address there (giaddr).</summary>
    public IReadOnlyDictionary<IPAddress, DhcpPool> Relays { get; init; } = new Dictionary<IPAddress, DhcpPool>();

    /// <summary>The server's own network.</summary>
    public DhcpPool Pool => new() { First = First, Last = Last, SubnetMask = SubnetMask, Router = Router };

    /// <summary>
    /// The addresses for boards behind <paramref name="relay"/>, 0.0.0.0 for no relay; null when they get no answer.
    /// </summary>
    public DhcpPool? PoolOf(IPAddress relay)
    {
        if (relay.Equals(IPAddress.Any))
        {
            return Pool;
        }

        if (!ServesRelays)
        {
            return null;
        }

        return Relays.TryGetValue(relay, out DhcpPool? pool) ? pool : Pool.IsNetworkOf(relay) ? Pool : null;
    }

    /// <summary>Fixed addresses by Ethernet address.</summary>
    public IReadOnlyDictionary<string, IPAddress> Fixed { get; init; } = new Dictionary<string, IPAddress>();

    /// <summary>How long a lease lasts.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long an offered address waits for its request.</summary>
    public TimeSpan OfferTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long to wait for an answer to ARP before offering an address that its board does not hold yet; zero offers at once.
    /// [RFC 2131 3.1, 4.4.1] A Pi waits 4 s for an offer, U-Boot 2.5 s.
    /// </summary>
    public TimeSpan ProbeTime { get; init; }

    /// <summary>How long an address that another host uses is not offered.</summary>
    public TimeSpan ConflictTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The file for clients that take its name from DHCP (U-Boot, PXE). A Pi has its own list.</summary>
    public string BootFile { get; init; } = "";
}
