// IPv4 of the stack. [RFC 791, RFC 1122 3, RFC 6864]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <content>Packets in and out, routes, the path's packet size.</content>
public sealed partial class InternetStack
{
    private const int LeastPathMtu = 552;
    private const int LeastMtu = 576;
    private const int MostPaths = 64;
    private const long PathTime = 600_000_000;

    private readonly Dictionary<uint, (int Mtu, long Until)> _paths = [];
    private int _cardMtu;
    private readonly Reassembler _reassembler;

    /// <summary>Our largest packet: what the interface takes, or less if the network's configuration says so.</summary>
    public int Mtu => Configuration is { Mtu: >= LeastMtu } configuration && configuration.Mtu < LinkMtu ? configuration.Mtu : LinkMtu;

    private int LinkMtu => _cardMtu >= LeastMtu && _cardMtu < Options.Mtu ? _cardMtu : Options.Mtu;

    /// <summary>Whether a host is on the link.</summary>
    internal bool IsOnLink(uint host) => Configuration is { } configuration && configuration.IsOnLink(host);

    /// <summary>Whether an address is this host's own.</summary>
    internal bool IsOwn(uint host) => (host != 0 && host == Address) || host >> 24 == 127;

    /// <summary>The source address for a packet to <paramref name="destination"/>; 0: there is no route.</summary>
    internal uint SourceFor(uint destination) => destination >> 24 == 127 ? destination : TryRoute(destination, out _) ? Address : 0;

    /// <summary>Finds the host on the link that gets a packet; 0.0.0.0 is no host.</summary>
    internal bool TryRoute(uint destination, out uint nextHop)
    {
        nextHop = destination;
        if (IsOwn(destination))
        {
            return true;
        }

        if (Configuration is not { } configuration || Address == 0 || destination == 0)
        {
            return false;
        }

        if (configuration.IsOnLink(destination) || IsBroadcast(destination) || destination >> 28 == 14)
        {
            return true;
        }

        nextHop = configuration.Gateway.IPv4;
        return nextHop != 0;
    }

    /// <summary>
    /// The link address for a packet to <paramref name="destination"/>. None: send it now. WouldBlock: the host is being asked for its
    /// address. NotFound: no route, or no answer.
    /// </summary>
    internal ErrorCode FindLink(uint destination, long now, out LinkAddress link)
    {
        link = default;
        if (!TryRoute(destination, out uint nextHop))
        {
            return ErrorCode.NotFound;
        }

        if (IsOwn(nextHop))
        {
            link = Options.LinkAddress;
            return ErrorCode.None;
        }

        if (IsBroadcast(nextHop))
        {
            link = LinkAddress.Broadcast;
            return ErrorCode.None;
        }

        if (nextHop >> 28 == 14)
        {
            link = new LinkAddress(0x0100_5E00_0000ul | (nextHop & 0x7FFFFF));
            return ErrorCode.None;
        }

        return Neighbors.TryResolve(nextHop, now, out link, out bool hasFailed) ? ErrorCode.None
            : hasFailed ? ErrorCode.NotFound : ErrorCode.WouldBlock;
    }

    /// <summary>Sends a packet whose payload lies at <see cref="Wire.PayloadOffset"/>. False: there is no route.</summary>
    internal bool SendIPv4(Packet packet, int payloadLength, byte protocol, uint source, uint destination, bool mayFragment, long now)
    {
        int length = Wire.IPv4Header + payloadLength;
        packet.Length = Wire.EthernetHeader + length;
        ushort id = mayFragment ? (ushort)Random.Next() : (ushort)0;
        Wire.WriteIPv4(packet.Bytes.Slice(Wire.EthernetHeader), length, protocol, source, destination, id, mayFragment);
        ErrorCode found = FindLink(destination, now, out LinkAddress link);
        if (found == ErrorCode.None)
        {
            SendOnLink(packet, link, Wire.TypeIPv4);
        }
        else if (found == ErrorCode.WouldBlock && TryRoute(destination, out uint nextHop))
        {
            Neighbors.Hold(nextHop, packet, now);
        }
        else
        {
            Drop(packet);
            return false;
        }

        return true;
    }

    /// <summary>Sends a packet to every host of the link; we need no address for it.</summary>
    internal void SendToAll(Packet packet, int payloadLength, byte protocol, uint source)
    {
        int length = Wire.IPv4Header + payloadLength;
        packet.Length = Wire.EthernetHeader + length;
        Span<byte> header = packet.Bytes.Slice(Wire.EthernetHeader);
        Wire.WriteIPv4(header, length, protocol, source, uint.MaxValue, (ushort)Random.Next(), true);
        SendOnLink(packet, LinkAddress.Broadcast, Wire.TypeIPv4);
    }

    /// <summary>The largest packet known to fit the path to a host.</summary>
    internal int PathMtu(uint destination, long now)
    {
        if (!_paths.TryGetValue(destination, out (int Mtu, long Until) path))
        {
            return Mtu;
        }

        if (path.Until > now)
        {
            return path.Mtu;
        }

        _ = _paths.Remove(destination);
        return Mtu;
    }

    /// <summary>A router reported, and a transport believes, that the path takes no larger packet than this. [RFC 1191]</summary>
    internal void SetPathMtu(uint destination, int mtu, long now)
    {
        int least = mtu < LeastPathMtu ? LeastPathMtu : mtu;
        if (least >= PathMtu(destination, now))
        {
            return;
        }

        if (_paths.Count >= MostPaths && !_paths.ContainsKey(destination))
        {
            _paths.Clear();
        }

        _paths[destination] = (least, now + PathTime);
    }

    /// <summary>A host answered: connections that waited for it may send.</summary>
    internal void OnReachable(uint host) => Tcp.OnReachable(host);

    /// <summary>A host of the link does not answer.</summary>
    internal void OnUnreachable(uint host) => Tcp.OnUnreachable(host);

    /// <summary>True for 255.255.255.255 and the network's own broadcast address.</summary>
    internal bool IsBroadcast(uint host) =>
        host == uint.MaxValue || (Configuration is { } configuration && configuration.IsBroadcast(host));

    private void ReceiveIPv4(ReadOnlySpan<byte> datagram, FrameMarks marks, bool isForMany, bool isLooped, long now)
    {
        int headerLength = datagram.Length < Wire.IPv4Header ? 0 : (datagram[0] & 15) * 4;
        if (headerLength < Wire.IPv4Header || datagram[0] >> 4 != 4 || headerLength > datagram.Length)
        {
            Counts.Discarded++;
            return;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(datagram.Slice(2));
        ReadOnlySpan<byte> header = datagram.Slice(0, headerLength);
        if (length < headerLength || length > datagram.Length || InternetChecksum.Of(0, header) != 0)
        {
            Counts.Discarded++;
            return;
        }

        uint source = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(12));
        uint destination = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(16));
        bool isBroadcast = isForMany || (destination != Address && (IsBroadcast(destination) || destination >> 28 == 14));
        if (!IsAcceptable(source, destination, isForMany, isLooped) || HasSourceRoute(header.Slice(Wire.IPv4Header)))
        {
            Counts.Discarded++;
            return;
        }

        ReadOnlySpan<byte> payload = datagram.Slice(headerLength, length - headerLength);
        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(header.Slice(6));
        if ((fragment & 0x3FFF) != 0)
        {
            ReceiveFragment(header, fragment, payload, isBroadcast, now);
            return;
        }

        ReceivePacket(
            new IncomingPacket
            {
                Header = header,
                Payload = payload,
                Source = source,
                Destination = destination,
                Protocol = header[9],
                IsForMany = isBroadcast,
                Marks = marks,
            },
            now);
    }

    // Rejects source addresses that no host has, and destinations that are not ours. As long as we have no address, packets sent to our
    // interface are accepted: they may be a DHCP server's answer, and only DHCP then looks at them.
    private bool IsAcceptable(uint source, uint destination, bool isForMany, bool isLooped)
    {
        if (isLooped)
        {
            return IsOwn(destination);
        }

        if (source >> 28 >= 14
            || source >> 24 == 127
            || destination >> 24 == 127
            || IsBroadcast(source)
            || (source == Address && source != 0))
        {
            return false;
        }

        // A frame for all hosts with a packet for one host is forged or misrouted. [RFC 1122 3.3.6]
        return destination == Address ? !isForMany || Address == 0
            : IsBroadcast(destination) || destination == 0xE0000001 || (Dhcp is { IsAsking: true } && !isForMany);
    }

    private static bool HasSourceRoute(ReadOnlySpan<byte> options)
    {
        int at = 0;
        while (at < options.Length && options[at] != 0)
        {
            if (options[at] is 131 or 137)
            {
                return true;
            }

            int size = options[at] == 1 ? 1 : at + 1 < options.Length ? options[at + 1] : 0;
            if (size == 0 || (size == 1 && options[at] != 1))
            {
                return false;
            }

            at += size;
        }

        return false;
    }

    private void ReceiveFragment(ReadOnlySpan<byte> header, ushort fragment, ReadOnlySpan<byte> payload, bool isBroadcast, long now)
    {
        ulong hosts = BinaryPrimitives.ReadUInt64BigEndian(header.Slice(12));
        uint key = ((uint)BinaryPrimitives.ReadUInt16BigEndian(header.Slice(4)) << 8) | header[9];
        bool isLast = (fragment & Wire.MoreFragments) == 0;
        Reassembly? datagram = _reassembler.Add(hosts, key, header, (fragment & 0x1FFF) * 8, isLast, payload, now);
        if (datagram is null)
        {
            return;
        }

        ReceivePacket(
            new IncomingPacket
            {
                Header = datagram.Header,
                Payload = datagram.Payload,
                Source = (uint)(hosts >> 32),
                Destination = (uint)hosts,
                Protocol = header[9],
                IsForMany = isBroadcast,
            },
            now);
    }

    private void ReceivePacket(in IncomingPacket packet, long now)
    {
        switch (packet.Protocol)
        {
            case Wire.ProtocolIcmp:
                ReceiveIcmp(packet, now);
                break;
            case Wire.ProtocolUdp:
                ReceiveUdp(packet, now);
                break;
            case Wire.ProtocolTcp:
                Tcp.Receive(packet, now);
                break;
            default:
                SendUnreachable(packet, IcmpProtocolUnreachable, now);
                break;
        }
    }
}
