// The server: messages in, messages out, leases kept. No socket, no clock, no thread of its own.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace RustKernel.Flash.Dhcp;

/// <summary>
/// A DHCP or proxyDHCP server as a state machine. RFC 2131, 2132, 4578. Not thread-safe: one caller at a time.
/// </summary>
public sealed class DhcpServer
{
    /// <summary>Where clients send to.</summary>
    public const int ServerPort = 67;

    /// <summary>Where clients listen.</summary>
    public const int ClientPort = 68;

    /// <summary>Where PXE clients ask a proxy for the rest.</summary>
    public const int ProxyPort = 4011;

    private const int MaximumForeign = 64;
    private const int MaximumProbes = 256;
    private const int MaximumStrangers = 256;

    // The sender address when this server looks for others. Locally administered.
    private static readonly byte[] s_ownHardware = [0x02, 0x00, 0x00, (byte)'R', (byte)'K', (byte)'0'];

    // What a Pi looks for: PXE_DISCOVERY_CONTROL 3 (no broadcast, no multicast), PXE_MENU_PROMPT "PXE" without waiting,
    // PXE_BOOT_MENU with one entry of type 0 whose text it compares.
    private static readonly byte[] s_piVendorOptions = [
        0x06,
        1,
        3,
        0x0a,
        4,
        0,
        .. "PXE"u8,
        0x09,
        20,
        0,
        0,
        17,
        .. "Raspberry Pi Boot"u8,
        0xff
    ];

    // PXE_DISCOVERY_CONTROL 8: take the boot file of this very message.
    private static readonly byte[] s_pxeVendorOptions = [0x06, 1, 8, 0xff];
    private readonly DhcpPolicy _policy;
    private readonly IDhcpTransport _transport;
    private readonly Action<DhcpEvent> _log;
    private readonly Func<IPAddress, string?> _ownerOf;
    private readonly HashSet<IPAddress> _foreign = [];

    // Clients of other servers and relays that are not served: reported once each.
    private readonly HashSet<string> _strangers = [];
    private readonly Dictionary<string, PendingOffer> _probes = [];

    /// <summary>A server that is ready for messages.</summary>
    /// <param name="policy">What is offered.</param>
    /// <param name="leases">The table, perhaps loaded from a file.</param>
    /// <param name="transport">How messages leave.</param>
    /// <param name="ownerOf">The Ethernet address seen using an IP address (from ARP); null when none was seen.</param>
    /// <param name="log">Called for everything that happens.</param>
    public DhcpServer(
        DhcpPolicy policy,
        DhcpLeases leases,
        IDhcpTransport transport,
        Func<IPAddress, string?> ownerOf,
        Action<DhcpEvent> log)
    {
        _policy = policy;
        Leases = leases;
        _transport = transport;
        _ownerOf = ownerOf;
        _log = log;
    }

    /// <summary>The table; changed when <see cref="Receive"/> returns true.</summary>
    public DhcpLeases Leases { get; }

    /// <summary>Takes a message. Returns true when a lease changed and should be saved.</summary>
    /// <param name="message">The UDP payload.</param>
    /// <param name="port">The local port it came to.</param>
    /// <param name="now">The wall clock.</param>
    public bool Receive(ReadOnlySpan<byte> message, int port, DateTimeOffset now)
    {
        if (DhcpPacket.Parse(message) is not { } packet)
        {
            return false;
        }

        if (packet.IsReply)
        {
            Overhear(packet);
            return false;
        }

        // Our own question for others comes back to us.
        if (packet.Hardware.AsSpan().SequenceEqual(s_ownHardware))
        {
            return false;
        }

        if (PoolOf(packet) is not { } pool)
        {
            IgnoreRelay(packet);
            return false;
        }

        if (_policy.Mode == DhcpMode.Proxy)
        {
            ReceiveAsProxy(packet, port);
            return false;
        }

        return port == ServerPort && Serve(packet, pool, now);
    }

    private bool Serve(DhcpPacket packet, DhcpPool pool, DateTimeOffset now)
    {
        switch (packet.Type)
        {
            case DhcpMessageType.Discover:
                Offer(packet, now);
                return false;
            case DhcpMessageType.Request:
                return Request(packet, pool, now);
            case DhcpMessageType.Decline:
                return Decline(packet, now);
            case DhcpMessageType.Release:
                return Release(packet, now);
            case DhcpMessageType.Inform:
                Inform(packet, pool);
                return false;
            default:
                return false;
        }
    }

    // A client that renews its address bypasses its relay, so its address shows where it is. If that is another network, this server knows
    // nothing of it. [RFC 2131 4.3.2, RENEWING state]
    private DhcpPool? PoolOf(DhcpPacket packet)
    {
        DhcpPool? pool = _policy.PoolOf(packet.Relay);
        bool isDirect = packet.Relay.Equals(IPAddress.Any) && packet.Type != DhcpMessageType.Discover;
        return isDirect && _policy.ServesRelays && HasAddress(packet) && !_policy.Pool.IsNetworkOf(packet.ClientAddress)
            ? _policy.Relays.Values.FirstOrDefault(far => far.IsNetworkOf(packet.ClientAddress)) ?? pool
            : pool;
    }

    private static bool HasAddress(DhcpPacket packet) => !packet.ClientAddress.Equals(IPAddress.Any);

    // What is right for one network is wrong in another. [RFC 2131 4.3.5]
    private void Inform(DhcpPacket packet, DhcpPool pool)
    {
        if (HasAddress(packet) && !pool.IsNetworkOf(packet.ClientAddress))
        {
            LogOnce(packet.Mac, packet, packet.ClientAddress, $"asks for information at {packet.ClientAddress}, in another network");
            return;
        }

        Reply(packet, DhcpMessageType.Acknowledgment, null);
    }

    /// <summary>Asks whether other servers are there, as a board would; their offers are reported when they come in at port 68.</summary>
    public void LookForOthers()
    {
        DhcpPacket question = new()
        {
            Transaction = 0x524b3031,
            WantsBroadcast = true,
            Hardware = s_ownHardware,
            Options = new() { [DhcpOption.MessageType] = [(byte)DhcpMessageType.Discover] },
        };
        _transport.Send(ClientPort, new IPEndPoint(IPAddress.Broadcast, ServerPort), null, question.Write());
    }

    /// <summary>Makes the offers whose addresses were asked for long enough; call it every few dozen milliseconds.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach ((string mac, PendingOffer pending) in _probes.Where(probe => probe.Value.Due <= now).ToArray())
        {
            _probes.Remove(mac);
            Offer(pending.Packet, now, pending.Address);
        }
    }

    // Answers of others, as far as this machine hears them.
    private void Overhear(DhcpPacket packet)
    {
        IPAddress? server = packet.AddressOption(DhcpOption.ServerIdentifier);
        if (server is not null && packet.Type is DhcpMessageType.Offer or DhcpMessageType.Acknowledgment)
        {
            MeetForeign(server, packet);
        }
    }

    private void MeetForeign(IPAddress? server, DhcpPacket packet)
    {
        if (server is null || server.Equals(_policy.Server) || _foreign.Count >= MaximumForeign || !_foreign.Add(server))
        {
            return;
        }

        string advice = _policy.Mode == DhcpMode.Full ? "; two servers that give addresses disturb each other: use --proxy" : "";
        Log(DhcpEventKind.ForeignServer, packet, server, $"another DHCP server, {server}, is on this network{advice}");
    }

    private void IgnoreRelay(DhcpPacket packet)
    {
        string why = _policy.ServesRelays ? "there are no addresses for its network" : "relays are not answered";
        LogOnce($"{packet.Relay}", packet, packet.Relay, $"asks through the relay {packet.Relay}: {why}");
    }

    private void ReceiveAsProxy(DhcpPacket packet, int port)
    {
        if (!BoardIdentity.IsPxe(packet))
        {
            return;
        }

        if (port == ServerPort && packet.Type == DhcpMessageType.Discover)
        {
            Reply(packet, DhcpMessageType.Offer, null);
            Log(DhcpEventKind.Offered, packet, null, "boot information, beside the network's own DHCP");
        }
        else if (port == ProxyPort && packet.Type is DhcpMessageType.Request or DhcpMessageType.Inform)
        {
            Reply(packet, DhcpMessageType.Acknowledgment, null, ProxyPort);
            Log(DhcpEventKind.Offered, packet, packet.ClientAddress, "boot information on request");
        }
    }

    // Skips every address that another host turns out to use. The address in probed was probed, and no host has answered yet. Other
    // networks cannot be probed: their relays pass on only DHCP.
    private void Offer(DhcpPacket packet, DateTimeOffset now, IPAddress? probed = null)
    {
        DhcpPool pool = _policy.PoolOf(packet.Relay)!;
        while (Leases.Choose(packet.Mac, packet.AddressOption(DhcpOption.RequestedAddress), pool, now) is { } address)
        {
            bool isCertain = _policy.Fixed.ContainsKey(packet.Mac) || !_policy.Pool.IsNetworkOf(address);
            if (!isCertain && _ownerOf(address) is { } owner && owner != packet.Mac)
            {
                Leases.Conflict(address, now);
                Log(DhcpEventKind.Conflict, packet, address, $"{address} is used by {owner}, which did not get it from here");
                continue;
            }

            bool isHeld = Leases.MacOf(address, now) == packet.Mac;
            if (!isCertain && !isHeld && !address.Equals(probed) && Probe(packet, address, now))
            {
                return;
            }

            if (!isHeld)
            {
                Leases.Assign(packet.Mac, address, now + _policy.OfferTime, bound: false);
            }

            Reply(packet, DhcpMessageType.Offer, address);
            Log(DhcpEventKind.Offered, packet, address, $"offered {address}");
            return;
        }

        Log(DhcpEventKind.Exhausted, packet, null, $"no address left between {pool.First} and {pool.Last}");
    }

    // False when there is no probing, or too much of it already. A board that asks again during the probe does not prolong it.
    private bool Probe(DhcpPacket packet, IPAddress address, DateTimeOffset now)
    {
        if (_policy.ProbeTime <= TimeSpan.Zero)
        {
            return false;
        }

        if (_probes.TryGetValue(packet.Mac, out PendingOffer? pending) && pending.Address.Equals(address))
        {
            _probes[packet.Mac] = pending with { Packet = packet };
            return true;
        }

        if (_probes.Count >= MaximumProbes)
        {
            return false;
        }

        _probes[packet.Mac] = new PendingOffer(packet, address, now + _policy.ProbeTime);
        _transport.Probe(address);
        return true;
    }

    // [RFC 2131 4.3.2] With this server's address: an answer to its offer. With another's: the other was chosen. With none: a
    // client that wants to keep what it had, and if it did not have that from here, some other server knows better.
    private bool Request(DhcpPacket packet, DhcpPool pool, DateTimeOffset now)
    {
        IPAddress? chosen = packet.AddressOption(DhcpOption.ServerIdentifier);
        // A client that renews has its address in ciaddr, whatever else it names. [RFC 2131 4.3.2, table 4]
        bool isRenewal = chosen is null && HasAddress(packet);
        IPAddress wanted = isRenewal
            ? packet.ClientAddress
            : packet.AddressOption(DhcpOption.RequestedAddress) ?? packet.ClientAddress;
        if (chosen is not null && !chosen.Equals(_policy.Server))
        {
            MeetForeign(chosen, packet);
            Log(DhcpEventKind.Ignored, packet, chosen, $"took the offer of {chosen}");
            return Leases.Release(packet.Mac, now);
        }

        if (chosen is null && !Leases.IsKnown(packet.Mac))
        {
            LogOnce(packet.Mac, packet, wanted, $"wants to keep {wanted}, which it did not get from here");
            return false;
        }

        if (chosen is null && wanted.Equals(IPAddress.Any))
        {
            LogOnce(packet.Mac, packet, null, "asks for an address and names neither it nor a server");
            return false;
        }

        if (!Leases.IsUsable(wanted, packet.Mac, pool, now)
            || (Leases.Choose(packet.Mac, wanted, pool, now) is { } due && !due.Equals(wanted)))
        {
            Refuse(packet, wanted);
            return false;
        }

        Leases.Assign(packet.Mac, wanted, now + _policy.LeaseTime, bound: true);
        Reply(packet, DhcpMessageType.Acknowledgment, wanted);
        Log(DhcpEventKind.Leased, packet, wanted, $"has {wanted} for {_policy.LeaseTime.TotalHours:0.#} h");
        return true;
    }

    // Only for an address that was given to this very client: otherwise any machine could declare them all used.
    private bool Decline(DhcpPacket packet, DateTimeOffset now)
    {
        if (IsForAnother(packet)
            || packet.AddressOption(DhcpOption.RequestedAddress) is not { } address
            || Leases.MacOf(address, now) != packet.Mac)
        {
            return false;
        }

        Leases.Conflict(address, now);
        Log(DhcpEventKind.Conflict, packet, address, $"the client found {address} in use by another machine");
        return true;
    }

    // Only addresses that this server gave can come back to it.
    private bool Release(DhcpPacket packet, DateTimeOffset now)
    {
        if (IsForAnother(packet)
            || (HasAddress(packet) && Leases.MacOf(packet.ClientAddress, now) != packet.Mac)
            || !Leases.Release(packet.Mac, now))
        {
            return false;
        }

        Log(DhcpEventKind.Released, packet, packet.ClientAddress, "address given back");
        return true;
    }

    private bool IsForAnother(DhcpPacket packet) =>
        packet.AddressOption(DhcpOption.ServerIdentifier) is { } server && !server.Equals(_policy.Server);

    private void Refuse(DhcpPacket packet, IPAddress wanted)
    {
        DhcpPacket reply = new()
        {
            IsReply = true,
            Transaction = packet.Transaction,
            WantsBroadcast = true,
            Relay = packet.Relay,
            Hardware = packet.Hardware,
            Options = new()
            {
                [DhcpOption.MessageType] = [(byte)DhcpMessageType.Refusal],
                [DhcpOption.ServerIdentifier] = _policy.Server.GetAddressBytes(),
                [DhcpOption.Message] = "this address is not for you"u8.ToArray(),
            },
        };
        ReturnRelayInformation(packet, reply.Options);
        Send(packet, reply, IPAddress.Any, ServerPort);
        Log(DhcpEventKind.Refused, packet, wanted, $"may not have {wanted}");
    }

    private void Reply(DhcpPacket packet, DhcpMessageType type, IPAddress? address, int sourcePort = ServerPort)
    {
        DhcpPacket reply = new()
        {
            IsReply = true,
            Transaction = packet.Transaction,
            WantsBroadcast = packet.WantsBroadcast,
            ClientAddress = type == DhcpMessageType.Offer ? IPAddress.Any : packet.ClientAddress,
            YourAddress = address ?? IPAddress.Any,
            NextServer = _policy.Server,
            Relay = packet.Relay,
            Hardware = packet.Hardware,
            File = _policy.BootFile,
            Options = ReplyOptions(packet, type, address),
        };
        Send(packet, reply, address ?? packet.ClientAddress, sourcePort);
    }

    private Dictionary<byte, byte[]> ReplyOptions(DhcpPacket packet, DhcpMessageType type, IPAddress? address)
    {
        byte[] server = _policy.Server.GetAddressBytes();
        Dictionary<byte, byte[]> options = new()
        {
            [DhcpOption.MessageType] = [(byte)type],
            [DhcpOption.ServerIdentifier] = server,
        };
        if (address is not null)
        {
            uint lease = (uint)_policy.LeaseTime.TotalSeconds;
            options[DhcpOption.LeaseTime] = Seconds(lease);
            // Half of the time, and seven eighths of it. [RFC 2131 4.4.5]
            options[DhcpOption.RenewalTime] = Seconds(lease / 2);
            options[DhcpOption.RebindingTime] = Seconds((uint)(lease * 7UL / 8));
        }

        if (_policy.Mode == DhcpMode.Full)
        {
            DhcpPool pool = PoolOf(packet)!;
            options[DhcpOption.SubnetMask] = pool.SubnetMask.GetAddressBytes();
            if (pool.Router is { } router)
            {
                options[DhcpOption.Router] = router.GetAddressBytes();
            }

            options[DhcpOption.BroadcastAddress] = pool.Broadcast.GetAddressBytes();
        }

        options[DhcpOption.TftpServerName] = Encoding.ASCII.GetBytes(_policy.Server.ToString());
        if (_policy.BootFile.Length > 0)
        {
            options[DhcpOption.BootFile] = Encoding.ASCII.GetBytes(_policy.BootFile);
        }

        if (BoardIdentity.IsPxe(packet) || BoardIdentity.IsPi(packet))
        {
            options[DhcpOption.VendorClass] = "PXEClient"u8.ToArray();
            if (packet.Options.TryGetValue(DhcpOption.ClientMachine, out byte[]? machine))
            {
                options[DhcpOption.ClientMachine] = machine;
            }

            options[DhcpOption.VendorSpecific] = BoardIdentity.IsPi(packet) ? s_piVendorOptions : s_pxeVendorOptions;
        }

        ReturnRelayInformation(packet, options);
        return options;
    }

    // The last option of the answer, byte by byte what the relay sent. [RFC 3046 2.2]
    private static void ReturnRelayInformation(DhcpPacket packet, Dictionary<byte, byte[]> options)
    {
        if (packet.Options.TryGetValue(DhcpOption.RelayInformation, out byte[]? information))
        {
            options[DhcpOption.RelayInformation] = information;
        }
    }

    private static byte[] Seconds(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // [RFC 2131 4.1]: to the relay, to the address the client has, by broadcast when it asks for that or is refused, else to
    // the new address at the client's Ethernet address.
    private void Send(DhcpPacket request, DhcpPacket reply, IPAddress address, int sourcePort)
    {
        byte[] message = reply.Write();
        if (!request.Relay.Equals(IPAddress.Any))
        {
            _transport.Send(sourcePort, new IPEndPoint(request.Relay, ServerPort), null, message);
        }
        else if (HasAddress(request) && reply.Type != DhcpMessageType.Refusal)
        {
            // It answers ARP, or a router does where it is far away.
            int port = sourcePort == ProxyPort ? ProxyPort : ClientPort;
            _transport.Send(sourcePort, new IPEndPoint(request.ClientAddress, port), null, message);
        }
        else if (reply.WantsBroadcast || address.Equals(IPAddress.Any))
        {
            _transport.Send(sourcePort, new IPEndPoint(IPAddress.Broadcast, ClientPort), null, message);
        }
        else
        {
            _transport.Send(sourcePort, new IPEndPoint(address, ClientPort), request.Hardware, message);
        }
    }

    private void LogOnce(string key, DhcpPacket packet, IPAddress? address, string text)
    {
        if (_strangers.Count < MaximumStrangers && _strangers.Add(key))
        {
            Log(DhcpEventKind.Ignored, packet, address, text);
        }
    }

    private void Log(DhcpEventKind kind, DhcpPacket packet, IPAddress? address, string text)
        => _log(new DhcpEvent(kind, packet.Mac, address, BoardIdentity.Describe(packet), BoardIdentity.Serial(packet), text));
}

/// <summary>An address that is being probed.</summary>
/// <param name="Packet">The latest DISCOVER.</param>
/// <param name="Address">The address.</param>
/// <param name="Due">The time after which silence means that the address is free.</param>
internal sealed record PendingOffer(DhcpPacket Packet, IPAddress Address, DateTimeOffset Due);
