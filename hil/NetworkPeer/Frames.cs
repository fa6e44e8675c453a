// Frames made by hand.

using System;
using System.Buffers.Binary;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>Builds Ethernet, ARP, IPv4, ICMP, UDP and TCP, right by default and wrong on request.</summary>
internal static class Frames
{
    private const string FlagLetters = "FSRPAU";

    public static byte[] Ethernet(LinkAddress to, LinkAddress from, ushort type, ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[14 + payload.Length];
        to.Write(frame);
        from.Write(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), type);
        payload.CopyTo(frame.AsSpan(14));
        return frame;
    }

    public static byte[] Arp(
        ushort operation,
        LinkAddress sender,
        uint senderAddress,
        LinkAddress target,
        uint targetAddress,
        LinkAddress to)
    {
        byte[] arp = new byte[28];
        new byte[] { 0, 1, 8, 0, 6, 4 }.CopyTo(arp, 0);
        BinaryPrimitives.WriteUInt16BigEndian(arp.AsSpan(6), operation);
        sender.Write(arp.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(arp.AsSpan(14), senderAddress);
        target.Write(arp.AsSpan(18));
        BinaryPrimitives.WriteUInt32BigEndian(arp.AsSpan(24), targetAddress);
        return Ethernet(to, sender, 0x0806, arp);
    }

    /// <summary>An IPv4 packet; <paramref name="fragment"/> is the whole flags-and-offset field.</summary>
    public static byte[] IPv4(
        uint source, uint destination, byte protocol, ReadOnlySpan<byte> payload, ushort id =
            7, ushort fragment = 0, byte[]? options = null, byte ttl = 64)
    {
        int header = 20 + (options?.Length ?? 0);
        byte[] packet = new byte[header + payload.Length];
        packet[0] = (byte)(0x40 | (header / 4));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), fragment);
        packet[8] = ttl;
        packet[9] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), source);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), destination);
        options?.CopyTo(packet, 20);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(0, packet.AsSpan(0, header)));
        payload.CopyTo(packet.AsSpan(header));
        return packet;
    }

    /// <summary>An IPv4 packet from the peer to the stack, in its frame.</summary>
    public static byte[] ToStack(
        byte protocol,
        ReadOnlySpan<byte> payload,
        uint source = Hosts.PeerAddress,
        ushort id = 7,
        ushort fragment = 0) =>
        Ethernet(Hosts.MachineLink, Hosts.PeerLink, 0x0800, IPv4(source, Hosts.MachineAddress, protocol, payload, id, fragment));

    public static byte[] Echo(byte type, ushort id, ushort sequence, ReadOnlySpan<byte> data)
    {
        byte[] icmp = new byte[8 + data.Length];
        icmp[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(6), sequence);
        data.CopyTo(icmp.AsSpan(8));
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(2), Checksum(0, icmp));
        return icmp;
    }

    /// <summary>An ICMP error that quotes a packet: its header and 8 bytes.</summary>
    public static byte[] IcmpError(byte type, byte code, ReadOnlySpan<byte> quoted, ushort mtu = 0)
    {
        byte[] icmp = new byte[8 + Math.Min(28, quoted.Length)];
        icmp[0] = type;
        icmp[1] = code;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(6), mtu);
        quoted[..(icmp.Length - 8)].CopyTo(icmp.AsSpan(8));
        BinaryPrimitives.WriteUInt16BigEndian(icmp.AsSpan(2), Checksum(0, icmp));
        return icmp;
    }

    public static byte[] Udp(uint source, ushort sourcePort, uint destination, ushort destinationPort, ReadOnlySpan<byte> data)
    {
        byte[] udp = new byte[8 + data.Length];
        BinaryPrimitives.WriteUInt16BigEndian(udp, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(2), destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(4), (ushort)udp.Length);
        data.CopyTo(udp.AsSpan(8));
        ushort sum = Checksum(PseudoSum(source, destination, 17, udp.Length), udp);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(6), sum == 0 ? ushort.MaxValue : sum);
        return udp;
    }

    public static byte[] Tcp(
        ushort sourcePort, ushort destinationPort, string flags, uint seq, uint ack, int window, ReadOnlySpan<byte> data,
        byte[]? options = null,
        uint source = Hosts.PeerAddress, uint destination = Hosts.MachineAddress)
    {
        int header = 20 + (((options?.Length ?? 0) + 3) & ~3);
        byte[] tcp = new byte[header + data.Length];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(2), destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(4), seq);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(8), ack);
        tcp[12] = (byte)(header / 4 << 4);
        tcp[13] = FlagBits(flags);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(14), (ushort)window);
        options?.CopyTo(tcp, 20);
        data.CopyTo(tcp.AsSpan(header));
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(16), Checksum(PseudoSum(source, destination, 6, tcp.Length), tcp));
        return tcp;
    }

    public static byte FlagBits(string flags) => (byte)flags.Sum(letter => 1 << FlagLetters.IndexOf(letter, StringComparison.Ordinal));

    public static string FlagNames(byte bits) => string.Concat(FlagLetters.Where((_, bit) => (bits & (1 << bit)) != 0));

    /// <summary>The checksum by the plainest of loops: the stack's own is faster, and must agree.</summary>
    public static ushort Checksum(uint sum, ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < data.Length; i++)
        {
            sum += (uint)data[i] << ((i & 1) == 0 ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    public static uint PseudoSum(uint source, uint destination, byte protocol, int length) =>
        (source >> 16) + (source & 0xFFFF) + (destination >> 16) + (destination & 0xFFFF) + protocol + (uint)length;
}
