// A received segment. [RFC 9293 3.1, 3.2; RFC 7323 2, 3; RFC 2018]

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet.Tcp;

/// <summary>Header fields, options and data of a segment with a correct checksum.</summary>
internal ref struct TcpSegment
{
    public const int Header = 20;

    public ushort SourcePort { get; private set; }

    public ushort DestinationPort { get; private set; }

    public uint Number { get; private set; }

    public uint Acknowledged { get; private set; }

    public TcpFlags Flags { get; private set; }

    public ushort Window { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>The maximum segment size that a SYN offers; 0: none.</summary>
    public int MaximumSize { get; private set; }

    /// <summary>The window scale that a SYN offers; below 0: none.</summary>
    public int Scale { get; private set; }

    public bool MaySack { get; private set; }

    public bool HasTimestamp { get; private set; }

    public uint Timestamp { get; private set; }

    public uint TimestampEcho { get; private set; }

    /// <summary>The blocks of a SACK option, 8 bytes each.</summary>
    public ReadOnlySpan<byte> Blocks { get; private set; }

    /// <summary>Sequence numbers that it occupies.</summary>
    public readonly uint Length => (uint)Data.Length + (Has(TcpFlags.Syn) ? 1u : 0) + (Has(TcpFlags.Fin) ? 1u : 0);

    public readonly bool Has(TcpFlags flag) => (Flags & flag) != 0;

    /// <summary>Reads a segment; false: its lengths contradict each other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TcpSegment segment)
    {
        segment = default;
        int header = bytes.Length < Header ? 0 : (bytes[12] >> 4) * 4;
        if (header < Header || header > bytes.Length)
        {
            return false;
        }

        segment.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        segment.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2));
        segment.Number = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4));
        segment.Acknowledged = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(8));
        segment.Flags = (TcpFlags)(bytes[13] & 0x3F);
        segment.Window = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(14));
        segment.Data = bytes.Slice(header);
        segment.Scale = -1;
        segment.ReadOptions(bytes.Slice(Header, header - Header));
        return true;
    }

    // An option with an impossible length ends the reading; earlier options count.
    private void ReadOptions(ReadOnlySpan<byte> options)
    {
        while (options.Length > 0 && options[0] != 0)
        {
            if (options[0] == 1)
            {
                options = options.Slice(1);
                continue;
            }

            int size = options.Length < 2 ? 0 : options[1];
            if (size < 2 || size > options.Length)
            {
                return;
            }

            ReadOption(options[0], options.Slice(2, size - 2));
            options = options.Slice(size);
        }
    }

    private void ReadOption(byte kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case 2 when value.Length == 2 && Has(TcpFlags.Syn):
                MaximumSize = BinaryPrimitives.ReadUInt16BigEndian(value);
                break;
            case 3 when value.Length == 1 && Has(TcpFlags.Syn):
                Scale = value[0] > 14 ? 14 : value[0];
                break;
            case 4 when value.Length == 0 && Has(TcpFlags.Syn):
                MaySack = true;
                break;
            case 5 when value.Length is 8 or 16 or 24 or 32:
                Blocks = value;
                break;
            case 8 when value.Length == 8:
                HasTimestamp = true;
                Timestamp = BinaryPrimitives.ReadUInt32BigEndian(value);
                TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(value.Slice(4));
                break;
            default:
                break;
        }
    }
}
