// ICMP of the stack. [RFC 792, RFC 1122 3.2.2; the rate of errors: RFC 1812 4.3.2.8]

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet;

/// <content>Echoes, and errors both ways.</content>
public sealed partial class InternetStack
{
    internal const byte IcmpProtocolUnreachable = 2;
    internal const byte IcmpPortUnreachable = 3;
    internal const byte IcmpFragmentationNeeded = 4;

    private const byte EchoReply = 0;
    private const byte Unreachable = 3;
    private const byte Echo = 8;
    private const byte TimeExceeded = 11;
    private const int ErrorsPerSecond = 100;

    private long _errorSecond = long.MinValue;
    private int _errorsThisSecond;

    /// <summary>
    /// Sends an echo request with <paramref name="length"/> bytes of payload; the reply comes to <see cref="EchoReplied"/>.
    /// </summary>
    public NetworkError SendEcho(InternetAddress destination, ushort id, ushort sequence, int length, long now)
    {
        if (!destination.IsIPv4 || length < 0 || length > Mtu - Wire.IPv4Header - Wire.IcmpHeader)
        {
            return length < 0 || !destination.IsIPv4 ? NetworkError.InvalidArgument : NetworkError.MessageTooLong;
        }

        uint source = SourceFor(destination.IPv4);
        if (source == 0 || TakePacket() is not { } packet)
        {
            return source == 0 ? NetworkError.NetworkUnreachable : NetworkError.QuotaExceeded;
        }

        Span<byte> icmp = packet.Bytes.Slice(Wire.PayloadOffset, Wire.IcmpHeader + length);
        icmp.Clear();
        icmp[0] = Echo;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.Slice(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(icmp.Slice(6), sequence);
        for (int i = Wire.IcmpHeader; i < icmp.Length; i++)
        {
            icmp[i] = (byte)i;
        }

        BinaryPrimitives.WriteUInt16BigEndian(icmp.Slice(2), InternetChecksum.Of(0, icmp));
        return SendIPv4(packet, icmp.Length, Wire.ProtocolIcmp, source, destination.IPv4, true, now)
            ? NetworkError.None
            : NetworkError.HostUnreachable;
    }

    /// <summary>Called for every echo reply: source, identifier, sequence number, bytes of payload.</summary>
    public Action<InternetAddress, ushort, ushort, int>? EchoReplied { get; set; }

    /// <summary>Answers a packet with "destination unreachable", where an answer is allowed and the rate permits.</summary>
    internal void SendUnreachable(in IncomingPacket packet, byte code, long now) =>
        SendError(Unreachable, code, packet.Header, packet.Payload, packet.IsForMany, now);

    /// <summary>Fragments of a datagram did not come in time; reported only if the first one came. [RFC 1122 3.3.2]</summary>
    internal void OnReassemblyTimeOut(Reassembly datagram, long now)
    {
        if (datagram.Header.Length != 0)
        {
            SendError(TimeExceeded, 1, datagram.Header, datagram.Beginning, false, now);
        }
    }

    private void SendError(byte type, byte code, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, bool isForMany, long now)
    {
        uint source = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(12));
        uint destination = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(16));
        bool isError = header[9] == Wire.ProtocolIcmp && (payload.Length == 0 || payload[0] is not (Echo or EchoReply or 13 or 14));
        if (isForMany || isError || source == 0 || destination != Address || IsOwn(source) || !MaySendError(now))
        {
            return;
        }

        if (TakePacket() is not { } packet)
        {
            return;
        }

        // The header and 8 bytes, from which every transport can identify its own packet.
        int quoted = payload.Length < 8 ? payload.Length : 8;
        Span<byte> icmp = packet.Bytes.Slice(Wire.PayloadOffset, Wire.IcmpHeader + header.Length + quoted);
        icmp.Clear();
        icmp[0] = type;
        icmp[1] = code;
        header.CopyTo(icmp.Slice(Wire.IcmpHeader));
        payload.Slice(0, quoted).CopyTo(icmp.Slice(Wire.IcmpHeader + header.Length));
        BinaryPrimitives.WriteUInt16BigEndian(icmp.Slice(2), InternetChecksum.Of(0, icmp));
        _ = SendIPv4(packet, icmp.Length, Wire.ProtocolIcmp, destination, source, true, now);
    }

    private bool MaySendError(long now)
    {
        if (now / 1_000_000 != _errorSecond)
        {
            _errorSecond = now / 1_000_000;
            _errorsThisSecond = 0;
        }

        return _errorsThisSecond++ < ErrorsPerSecond;
    }

    private void ReceiveIcmp(in IncomingPacket packet, long now)
    {
        ReadOnlySpan<byte> icmp = packet.Payload;
        if (icmp.Length < Wire.IcmpHeader || InternetChecksum.Of(0, icmp) != 0)
        {
            Counts.ChecksumErrors++;
            return;
        }

        switch (icmp[0])
        {
            case Echo when !packet.IsForMany && IsOwn(packet.Destination):
                Answer(packet, now);
                break;
            case EchoReply when !packet.IsForMany:
                EchoReplied?.Invoke(
                    InternetAddress.FromIPv4(packet.Source),
                    BinaryPrimitives.ReadUInt16BigEndian(icmp.Slice(4)),
                    BinaryPrimitives.ReadUInt16BigEndian(icmp.Slice(6)),
                    icmp.Length - Wire.IcmpHeader);
                break;
            case Unreachable or TimeExceeded:
                ReceiveError(icmp, now);
                break;
            default:
                break;
        }
    }

    private void Answer(in IncomingPacket packet, long now)
    {
        ReadOnlySpan<byte> request = packet.Payload;
        if (packet.Source == 0 || request.Length > Mtu - Wire.IPv4Header || TakePacket() is not { } reply)
        {
            return;
        }

        Span<byte> icmp = reply.Bytes.Slice(Wire.PayloadOffset, request.Length);
        request.CopyTo(icmp);
        icmp[0] = EchoReply;
        BinaryPrimitives.WriteUInt16BigEndian(icmp.Slice(2), 0);
        BinaryPrimitives.WriteUInt16BigEndian(icmp.Slice(2), InternetChecksum.Of(0, icmp));
        _ = SendIPv4(reply, icmp.Length, Wire.ProtocolIcmp, packet.Destination, packet.Source, true, now);
    }

    // An error quotes our packet; a transport believes it only if it recognises its own conversation.
    private void ReceiveError(ReadOnlySpan<byte> icmp, long now)
    {
        ReadOnlySpan<byte> quoted = icmp.Slice(Wire.IcmpHeader);
        int headerLength = quoted.Length < Wire.IPv4Header ? 0 : (quoted[0] & 15) * 4;
        if (headerLength < Wire.IPv4Header || quoted[0] >> 4 != 4 || quoted.Length < headerLength + 8
            || (BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(6)) & 0x1FFF) != 0)
        {
            Counts.Discarded++;
            return;
        }

        uint source = BinaryPrimitives.ReadUInt32BigEndian(quoted.Slice(12));
        if (source == 0 || source != Address)
        {
            Counts.Discarded++;
            return;
        }

        IcmpError error = new(
            icmp[0],
            icmp[1],
            icmp[0] == Unreachable && icmp[1] == IcmpFragmentationNeeded ? NextMtu(icmp, quoted) : 0,
            BinaryPrimitives.ReadUInt32BigEndian(quoted.Slice(16)));
        ReadOnlySpan<byte> transport = quoted.Slice(headerLength, 8);
        if (quoted[9] == Wire.ProtocolTcp)
        {
            Tcp.ReceiveError(error, transport, now);
        }
        else if (quoted[9] == Wire.ProtocolUdp)
        {
            ReceiveUdpError(error, transport);
        }
    }

    // Routers older than RFC 1191 report 0: take the next lower usual size. [RFC 1191 7.1]
    private static int NextMtu(ReadOnlySpan<byte> icmp, ReadOnlySpan<byte> quoted)
    {
        int mtu = BinaryPrimitives.ReadUInt16BigEndian(icmp.Slice(6));
        if (mtu != 0)
        {
            return mtu;
        }

        int sent = BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(2));
        return sent > 1492 ? 1492 : sent > 1006 ? 1006 : LeastPathMtu;
    }
}
