// UDP of the stack. [RFC 768, RFC 1122 4.1]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <content>Sockets by port, datagrams in.</content>
public sealed partial class InternetStack
{
    private const int FirstPort = 49152;
    private const int PortCount = 65536 - FirstPort;

    private readonly Dictionary<ushort, UdpSocket> _udpSockets = [];

    /// <summary>
    /// Opens a UDP socket at <paramref name="port"/> (0: one of 49152-65535) whose datagrams lie in the two rings
    /// (<see cref="DatagramRing"/>). QuotaExceeded, AddressInUse, InvalidArgument: a ring's capacity.
    /// </summary>
    public NetworkError OpenUdp(SocketOwner owner, ushort port, ByteRing send, ByteRing receive, out UdpSocket? socket)
    {
        socket = null;
        if (!owner.HasRoom || !IsRing(send) || !IsRing(receive))
        {
            return owner.HasRoom ? NetworkError.InvalidArgument : NetworkError.QuotaExceeded;
        }

        ushort chosen = port != 0 ? port : FreeUdpPort();
        if (chosen == 0 || chosen == DhcpPort || _udpSockets.ContainsKey(chosen))
        {
            return NetworkError.AddressInUse;
        }

        socket = new UdpSocket(this, owner, chosen, send, receive);
        _udpSockets[chosen] = socket;
        return NetworkError.None;
    }

    /// <summary>A port without a UDP socket; 0: all are taken.</summary>
    internal ushort FreeUdpPort()
    {
        int first = (int)Random.Next(PortCount);
        for (int i = 0; i < PortCount; i++)
        {
            ushort port = (ushort)(FirstPort + ((first + i) % PortCount));
            if (!_udpSockets.ContainsKey(port) && !Dns.HasPort(port))
            {
                return port;
            }
        }

        return 0;
    }

    /// <summary>A socket ended.</summary>
    internal void Forget(UdpSocket socket) => _ = _udpSockets.Remove(socket.Port);

    /// <summary>Whether a client's ring can be used.</summary>
    internal static bool IsRing(ByteRing ring) =>
        ring.Capacity is >= ByteRing.LeastCapacity and <= ByteRing.MostCapacity && (ring.Capacity & (ring.Capacity - 1)) == 0;

    /// <summary>Writes the header and checksum of a datagram whose payload is in place; always with a checksum.</summary>
    internal static void WriteUdp(Span<byte> datagram, uint source, ushort sourcePort, uint destination, ushort destinationPort)
    {
        BinaryPrimitives.WriteUInt16BigEndian(datagram, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.Slice(2), destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.Slice(4), (ushort)datagram.Length);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.Slice(6), 0);
        ulong pseudo = InternetChecksum.Pseudo(source, destination, Wire.ProtocolUdp, datagram.Length);
        ushort sum = InternetChecksum.Of(pseudo, datagram);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.Slice(6), sum == 0 ? ushort.MaxValue : sum);
    }

    private void ReceiveUdp(in IncomingPacket packet, long now)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        int length = payload.Length < Wire.UdpHeader ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload.Slice(4));
        if (length < Wire.UdpHeader || length > payload.Length)
        {
            Counts.Discarded++;
            return;
        }

        ReadOnlySpan<byte> datagram = payload.Slice(0, length);
        ushort sum = BinaryPrimitives.ReadUInt16BigEndian(datagram.Slice(6));
        ulong pseudo = InternetChecksum.Pseudo(packet.Source, packet.Destination, Wire.ProtocolUdp, length);
        if (sum != 0 && packet.Marks == FrameMarks.None && InternetChecksum.Of(pseudo, datagram) != 0)
        {
            Counts.ChecksumErrors++;
            return;
        }

        ushort port = BinaryPrimitives.ReadUInt16BigEndian(datagram.Slice(2));
        EndPoint from = new(InternetAddress.FromIPv4(packet.Source), BinaryPrimitives.ReadUInt16BigEndian(datagram));
        Dispatch(packet, port, from, datagram.Slice(Wire.UdpHeader), now);
    }

    private void Dispatch(in IncomingPacket packet, ushort port, EndPoint from, ReadOnlySpan<byte> data, long now)
    {
        if (port == DhcpPort)
        {
            Dhcp?.Receive(from, data, now);
        }
        else if (packet.Destination != Address && !IsOwn(packet.Destination) && !packet.IsForMany)
        {
            Counts.Discarded++;
        }
        else if (Dns.Receive(port, from, data, now))
        {
            return;
        }
        else if (_udpSockets.TryGetValue(port, out UdpSocket? socket) && socket.Accepts(packet.Destination, from))
        {
            socket.Receive(from, data);
        }
        else
        {
            SendUnreachable(packet, IcmpPortUnreachable, now);
        }
    }

    private void ReceiveUdpError(IcmpError error, ReadOnlySpan<byte> transport)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(transport);
        EndPoint peer = new(InternetAddress.FromIPv4(error.Destination), BinaryPrimitives.ReadUInt16BigEndian(transport.Slice(2)));
        if (_udpSockets.TryGetValue(port, out UdpSocket? socket) && socket.Remote == peer)
        {
            socket.OnNetworkError(error.Error);
        }
    }
}
