// Where fields lie in frames. [RFC 894, RFC 826, RFC 791, RFC 792, RFC 768]

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet;

/// <summary>Sizes and numbers of Ethernet, IPv4, ICMP and UDP.</summary>
internal static class Wire
{
    public const int EthernetHeader = 14;
    public const int LeastFrame = 60;
    public const ushort TypeIPv4 = 0x0800;
    public const ushort TypeArp = 0x0806;

    public const int IPv4Header = 20;
    public const int PayloadOffset = EthernetHeader + IPv4Header;
    public const byte ProtocolIcmp = 1;
    public const byte ProtocolTcp = 6;
    public const byte ProtocolUdp = 17;
    public const ushort DontFragment = 0x4000;
    public const ushort MoreFragments = 0x2000;
    public const byte TimeToLive = 64;

    public const int UdpHeader = 8;
    public const int IcmpHeader = 8;
    public const int ArpBytes = 28;

    /// <summary>Writes the Ethernet header.</summary>
    public static void WriteEthernet(Span<byte> frame, LinkAddress destination, LinkAddress source, ushort type)
    {
        destination.Write(frame);
        source.Write(frame.Slice(LinkAddress.Size));
        BinaryPrimitives.WriteUInt16BigEndian(frame.Slice(12), type);
    }

    /// <summary>Writes an IPv4 header without options, and its checksum; <paramref name="length"/> includes the header.</summary>
    public static void WriteIPv4(Span<byte> header, int length, byte protocol, uint source, uint destination, ushort id, bool mayFragment)
    {
        header[0] = 0x45;
        header[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(2), (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(6), mayFragment ? (ushort)0 : DontFragment);
        header[8] = TimeToLive;
        header[9] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(10), 0);
        BinaryPrimitives.WriteUInt32BigEndian(header.Slice(12), source);
        BinaryPrimitives.WriteUInt32BigEndian(header.Slice(16), destination);
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(10), InternetChecksum.Of(0, header.Slice(0, IPv4Header)));
    }
}
