// A frame that a stack sent, read without any of the stack's own parsers.

using System;
using System.Buffers.Binary;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>A frame with its checksums verified as they are asked for.</summary>
internal sealed class Frame(byte[] bytes, long time, OutgoingFrame outgoing = default)
{
    public byte[] Bytes => bytes;

    public long Time => time;

    public OutgoingFrame Outgoing => outgoing;

    public LinkAddress To => LinkAddress.Read(bytes);

    public LinkAddress From => LinkAddress.Read(bytes.AsSpan(6));

    public ushort Type => U16(12);

    public bool IsArp => Type == 0x0806;

    public bool IsArpRequest => IsArp && U16(20) == 1;

    public bool IsArpReply => IsArp && U16(20) == 2;

    public uint ArpSender => U32(28);

    public uint ArpTarget => U32(38);

    public bool IsIPv4 => Type == 0x0800;

    public int HeaderLength => (bytes[14] & 15) * 4;

    public int TotalLength => U16(16);

    public ushort Id => U16(18);

    public bool IsDontFragment => (U16(20) & 0x4000) != 0;

    public byte TimeToLive => bytes[22];

    public byte Protocol => bytes[23];

    public uint Source => U32(26);

    public uint Destination => U32(30);

    public ReadOnlySpan<byte> Payload => bytes.AsSpan(14 + HeaderLength, TotalLength - HeaderLength);

    public bool IsIcmp => IsIPv4 && Protocol == 1;

    public bool IsUdp => IsIPv4 && Protocol == 17;

    public bool IsTcp => IsIPv4 && Protocol == 6;

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(Payload[2..]);

    public uint Seq => BinaryPrimitives.ReadUInt32BigEndian(Payload[4..]);

    public uint Ack => BinaryPrimitives.ReadUInt32BigEndian(Payload[8..]);

    public string Flags => Frames.FlagNames(Payload[13]);

    public int Window => BinaryPrimitives.ReadUInt16BigEndian(Payload[14..]);

    public byte[] Options => Payload[20..((Payload[12] >> 4) * 4)].ToArray();

    public byte[] Data => (IsUdp ? Payload[8..] : Payload[((Payload[12] >> 4) * 4)..]).ToArray();

    /// <summary>The value of a TCP option; null: it is not there.</summary>
    public byte[]? Option(byte kind)
    {
        byte[] options = Options;
        for (int at = 0; at < options.Length && options[at] != 0; at += options[at] == 1 ? 1 : options[at + 1])
        {
            if (options[at] == kind)
            {
                return options[(at + 2)..(at + options[at + 1])];
            }
        }

        return null;
    }

    /// <summary>Every checksum of the frame is right.</summary>
    public Frame Verify()
    {
        Require.That(IsIPv4, ToString());
        Require.Equal(0, Frames.Checksum(0, bytes.AsSpan(14, HeaderLength)), "IPv4 header checksum");
        if (IsIcmp)
        {
            Require.Equal(0, Frames.Checksum(0, Payload), "ICMP checksum");
        }
        else if (outgoing.ChecksumStart == 0)
        {
            Require.Equal(0, Frames.Checksum(Frames.PseudoSum(Source, Destination, Protocol, Payload.Length), Payload), "checksum");
        }

        return this;
    }

    public override string ToString() =>
        IsTcp ? $"{time} tcp {SourcePort}>{DestinationPort} {Flags} seq {Seq} ack {Ack} win {Window} data {Data.Length} options "
            + $"{Convert.ToHexString(Options)}"
        : $"{time} {Convert.ToHexString(bytes)}";

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
