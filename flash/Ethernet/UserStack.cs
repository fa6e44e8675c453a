// A host on an Ethernet: answers ARP and ping, takes and sends UDP over IPv4.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;

namespace RustKernel.Flash.Ethernet;

/// <summary>
/// One IPv4 address on one link. No fragments, no routing, no TCP: boot loaders need none of them from a server. Frames with a wrong
/// checksum or length are dropped silently. Not thread-safe: one caller at a time.
/// </summary>
public sealed class UserStack
{
    private const int EthernetBytes = 14;
    private const int Ipv4Bytes = 20;
    private const int UdpBytes = 8;
    private const int ArpBytes = 28;
    private const int MaximumNeighbours = 1024;
    private const ushort Ipv4Type = 0x0800;
    private const ushort ArpType = 0x0806;
    private const byte IcmpProtocol = 1;
    private const byte UdpProtocol = 17;
    private static readonly byte[] s_broadcast = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    private readonly IFrameLink _link;
    private readonly IDatagramReceiver _receiver;
    private readonly byte[] _hardware;
    private readonly byte[] _address;
    private readonly Dictionary<uint, byte[]> _neighbours = [];
    private readonly byte[] _frame = new byte[EthernetBytes + 1500];

    /// <summary>A host that is ready for frames.</summary>
    /// <param name="link">How frames leave.</param>
    /// <param name="hardware">Its Ethernet address, 6 bytes.</param>
    /// <param name="address">Its IPv4 address.</param>
    /// <param name="receiver">Receives UDP datagrams.</param>
    public UserStack(IFrameLink link, byte[] hardware, IPAddress address, IDatagramReceiver receiver)
    {
        _link = link;
        _receiver = receiver;
        _hardware = hardware;
        _address = address.GetAddressBytes();
    }

    /// <summary>The largest UDP payload that fits a frame.</summary>
    public static int MaximumPayload => 1500 - Ipv4Bytes - UdpBytes;

    /// <summary>The Ethernet address last seen with <paramref name="address"/>, as in dc:a6:32:01:36:c2; null when none was.</summary>
    public string? MacOf(IPAddress address)
        => _neighbours.TryGetValue(Number(address.GetAddressBytes()), out byte[]? hardware)
            ? BitConverter.ToString(hardware).Replace('-', ':').ToLowerInvariant()
            : null;

    /// <summary>Takes a frame from the link.</summary>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < EthernetBytes || !(frame[..6].SequenceEqual(_hardware) || frame[..6].SequenceEqual(s_broadcast)))
        {
            return;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        if (type == ArpType)
        {
            ReceiveArp(frame[EthernetBytes..]);
        }
        else if (type == Ipv4Type)
        {
            ReceiveIpv4(frame.Slice(6, 6), frame[EthernetBytes..]);
        }
    }

    /// <summary>
    /// Sends a datagram. <paramref name="hardware"/> is the receiver's Ethernet address when it cannot answer ARP yet; without
    /// one that is known, ARP asks for it and this datagram is lost.
    /// </summary>
    public void Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > MaximumPayload)
        {
            return;
        }

        byte[] to = destination.Address.GetAddressBytes();
        if (destination.Address.Equals(IPAddress.Broadcast))
        {
            hardware = s_broadcast;
        }

        hardware ??= _neighbours.GetValueOrDefault(Number(to));
        if (hardware is null)
        {
            Ask(to);
            return;
        }

        Span<byte> udp = _frame.AsSpan(EthernetBytes + Ipv4Bytes);
        int length = UdpBytes + payload.Length;
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], 0);
        payload.CopyTo(udp[UdpBytes..]);
        ushort checksum = UdpChecksum(_address, to, udp[..length]);
        // 0 means "none", so a sum of 0 is sent in its other ones' complement form.
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? (ushort)0xffff : checksum);
        SendIpv4(hardware, to, UdpProtocol, length);
    }

    /// <summary>Asks by ARP which host has <paramref name="address"/>; <see cref="MacOf"/> then has the answer.</summary>
    public void Probe(IPAddress address) => Ask(address.GetAddressBytes());

    private static ushort UdpChecksum(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<byte> udp)
        => InternetChecksum.Finish(
            InternetChecksum.Add(InternetChecksum.Add(InternetChecksum.Add(UdpProtocol + (uint)udp.Length, from), to), udp));

    private static uint Number(ReadOnlySpan<byte> address) => BinaryPrimitives.ReadUInt32BigEndian(address);

    private void ReceiveArp(ReadOnlySpan<byte> arp)
    {
        // Ethernet and IPv4 only.
        if (arp.Length < ArpBytes || !arp[..6].SequenceEqual((ReadOnlySpan<byte>)[0, 1, 8, 0, 6, 4]))
        {
            return;
        }

        ReadOnlySpan<byte> senderHardware = arp.Slice(8, 6);
        ReadOnlySpan<byte> senderAddress = arp.Slice(14, 4);
        Learn(senderAddress, senderHardware);
        if (BinaryPrimitives.ReadUInt16BigEndian(arp[6..]) == 1 && arp.Slice(24, 4).SequenceEqual(_address))
        {
            SendArp(2, senderHardware, senderHardware, senderAddress);
        }
    }

    private void Ask(ReadOnlySpan<byte> address) => SendArp(1, s_broadcast, [0, 0, 0, 0, 0, 0], address);

    private void SendArp(byte operation, ReadOnlySpan<byte> to, ReadOnlySpan<byte> targetHardware, ReadOnlySpan<byte> targetAddress)
    {
        Span<byte> frame = stackalloc byte[60];
        WriteEthernet(frame, to, ArpType);
        Span<byte> arp = frame[EthernetBytes..];
        ((ReadOnlySpan<byte>)[0, 1, 8, 0, 6, 4, 0, operation]).CopyTo(arp);
        _hardware.CopyTo(arp[8..]);
        _address.CopyTo(arp[14..]);
        targetHardware.CopyTo(arp[18..]);
        targetAddress.CopyTo(arp[24..]);
        _link.Send(frame);
    }

    private void ReceiveIpv4(ReadOnlySpan<byte> senderHardware, ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Ipv4Bytes || packet[0] >> 4 != 4)
        {
            return;
        }

        int header = (packet[0] & 15) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < Ipv4Bytes
            || total < header
            || total > packet.Length
            || InternetChecksum.Finish(InternetChecksum.Add(0, packet[..header])) != 0)
        {
            return;
        }
        // More fragments follow, or this is not the first one.
        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3fff) != 0)
        {
            return;
        }

        ReadOnlySpan<byte> from = packet.Slice(12, 4);
        ReadOnlySpan<byte> to = packet.Slice(16, 4);
        if (!to.SequenceEqual(_address) && Number(to) != uint.MaxValue)
        {
            return;
        }

        Learn(from, senderHardware);
        ReadOnlySpan<byte> payload = packet[header..total];
        if (packet[9] == UdpProtocol)
        {
            ReceiveUdp(from, to, payload);
        }
        else if (packet[9] == IcmpProtocol && to.SequenceEqual(_address))
        {
            ReceivePing(senderHardware, from, payload);
        }
    }

    private void ReceiveUdp(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<byte> udp)
    {
        if (udp.Length < UdpBytes)
        {
            return;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        if (length < UdpBytes || length > udp.Length)
        {
            return;
        }

        udp = udp[..length];
        bool hasChecksum = BinaryPrimitives.ReadUInt16BigEndian(udp[6..]) != 0;
        if (hasChecksum && UdpChecksum(from, to, udp) != 0)
        {
            return;
        }

        IPEndPoint source = new(new IPAddress(from), BinaryPrimitives.ReadUInt16BigEndian(udp));
        _receiver.Receive(source, BinaryPrimitives.ReadUInt16BigEndian(udp[2..]), udp[UdpBytes..]);
    }

    private void ReceivePing(ReadOnlySpan<byte> senderHardware, ReadOnlySpan<byte> from, ReadOnlySpan<byte> icmp)
    {
        // Echo request, code 0.
        if (icmp.Length < 8
            || icmp.Length > 1500 - Ipv4Bytes
            || icmp[0] != 8
            || icmp[1] != 0
            || InternetChecksum.Finish(InternetChecksum.Add(0, icmp)) != 0)
        {
            return;
        }

        Span<byte> reply = _frame.AsSpan(EthernetBytes + Ipv4Bytes, icmp.Length);
        icmp.CopyTo(reply);
        reply[..4].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(reply[2..], InternetChecksum.Finish(InternetChecksum.Add(0, reply)));
        SendIpv4(senderHardware, from, IcmpProtocol, icmp.Length);
    }

    // The payload is in place already.
    private void SendIpv4(ReadOnlySpan<byte> hardware, ReadOnlySpan<byte> to, byte protocol, int payloadLength)
    {
        WriteEthernet(_frame, hardware, Ipv4Type);
        Span<byte> ip = _frame.AsSpan(EthernetBytes, Ipv4Bytes);
        ip.Clear();
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(Ipv4Bytes + payloadLength));
        // Never to be fragmented, so an identification is not needed. [RFC 6864]
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = protocol;
        _address.CopyTo(ip[12..]);
        to.CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Finish(InternetChecksum.Add(0, ip)));
        int length = EthernetBytes + Ipv4Bytes + payloadLength;
        const int shortest = 60;
        if (length < shortest)
        {
            _frame.AsSpan(length, shortest - length).Clear();
        }

        _link.Send(_frame.AsSpan(0, Math.Max(length, shortest)));
    }

    private void WriteEthernet(Span<byte> frame, ReadOnlySpan<byte> to, ushort type)
    {
        to.CopyTo(frame);
        _hardware.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], type);
    }

    private void Learn(ReadOnlySpan<byte> address, ReadOnlySpan<byte> hardware)
    {
        // A client without an address yet, or a group address as a sender: nothing to learn.
        if (Number(address) is 0 or uint.MaxValue || (hardware[0] & 1) != 0)
        {
            return;
        }

        uint key = Number(address);
        if (_neighbours.TryGetValue(key, out byte[]? known) && hardware.SequenceEqual(known))
        {
            return;
        }

        if (_neighbours.Count >= MaximumNeighbours)
        {
            _neighbours.Clear();
        }

        _neighbours[key] = hardware.ToArray();
    }
}
