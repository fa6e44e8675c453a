using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet.Tcp;

/// <summary>Fields of a segment to be written; options are written if they are set.</summary>
internal ref struct TcpHeader
{
    public ushort SourcePort;
    public ushort DestinationPort;
    public uint Number;
    public uint Acknowledged;
    public TcpFlags Flags;
    public ushort Window;

    /// <summary>For a SYN: the largest segment that we take; 0: the option is absent.</summary>
    public int MaximumSize;

    /// <summary>For a SYN: our window scale; below 0: the option is absent.</summary>
    public int Scale;

    public bool MaySack;
    public bool HasTimestamp;
    public uint Timestamp;
    public uint TimestampEcho;

    /// <summary>Data received out of order, the newest first: pairs of start and end.</summary>
    public ReadOnlySpan<uint> Blocks;

    /// <summary>Bytes of header and options.</summary>
    public readonly int Size =>
        TcpSegment.Header + (MaximumSize != 0 ? 4 : 0) + (Scale >= 0 ? 4 : 0) + (HasTimestamp ? 12 : MaySack ? 4 : 0)
        + (Blocks.Length != 0 ? 4 + (4 * Blocks.Length) : 0);

    /// <summary>Writes header and options; the checksum stays 0.</summary>
    public readonly void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(4), Number);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(8), Acknowledged);
        bytes[12] = (byte)(Size / 4 << 4);
        bytes[13] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(14), Window);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(16), 0);
        WriteOptions(bytes.Slice(TcpSegment.Header));
    }

    private readonly void WriteOptions(Span<byte> options)
    {
        if (MaximumSize != 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(options, 0x02040000u | (uint)MaximumSize);
            options = options.Slice(4);
        }

        if (Scale >= 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(options, 0x01030300u | (uint)Scale);
            options = options.Slice(4);
        }

        if (HasTimestamp)
        {
            BinaryPrimitives.WriteUInt32BigEndian(options, MaySack ? 0x0402080Au : 0x0101080Au);
            BinaryPrimitives.WriteUInt32BigEndian(options.Slice(4), Timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(options.Slice(8), TimestampEcho);
            options = options.Slice(12);
        }
        else if (MaySack)
        {
            BinaryPrimitives.WriteUInt32BigEndian(options, 0x01010402u);
            options = options.Slice(4);
        }

        if (Blocks.Length != 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(options, 0x01010500u | (uint)(2 + (4 * Blocks.Length)));
            for (int i = 0; i < Blocks.Length; i++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(options.Slice(4 + (4 * i)), Blocks[i]);
            }
        }
    }
}
