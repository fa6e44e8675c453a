// DHCP messages, read and written.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Text;

namespace RustKernel.Flash.Dhcp;

/// <summary>A BOOTP frame of 236 bytes, the magic cookie, options. [RFC 2131 2; long options are joined, RFC 3396]</summary>
public sealed class DhcpPacket
{
    private const int OptionsOffset = 240;
    private const int ServerNameOffset = 44;
    private const int FileOffset = 108;
    private const int MinimumBytes = 300;
    private const uint MagicCookie = 0x63825363;

    /// <summary>True in a server's message.</summary>
    public bool IsReply { get; init; }

    /// <summary>Joins a request and its answers.</summary>
    public uint Transaction { get; init; }

    /// <summary>Seconds since the client started.</summary>
    public ushort Seconds { get; init; }

    /// <summary>The client cannot take unicast before it has its address.</summary>
    public bool WantsBroadcast { get; init; }

    /// <summary>The address at which the client answers now.</summary>
    public IPAddress ClientAddress { get; init; } = IPAddress.Any;

    /// <summary>The address that the client gets.</summary>
    public IPAddress YourAddress { get; init; } = IPAddress.Any;

    /// <summary>Where to boot from.</summary>
    public IPAddress NextServer { get; init; } = IPAddress.Any;

    /// <summary>The relay that the message came through.</summary>
    public IPAddress Relay { get; init; } = IPAddress.Any;

    /// <summary>The client's Ethernet address, 6 bytes.</summary>
    public required byte[] Hardware { get; init; }

    /// <summary>The file field; empty when it holds options or nothing.</summary>
    public string File { get; init; } = "";

    /// <summary>The options in their order.</summary>
    public Dictionary<byte, byte[]> Options { get; init; } = [];

    /// <summary>Option 53.</summary>
    public DhcpMessageType Type =>
        Options.TryGetValue(DhcpOption.MessageType, out byte[]? value) && value.Length == 1
            ? (DhcpMessageType)value[0]
            : DhcpMessageType.None;

    /// <summary>The Ethernet address as in dc:a6:32:01:36:c2.</summary>
    public string Mac => BitConverter.ToString(Hardware).Replace('-', ':').ToLowerInvariant();

    /// <summary>Option 60 as text; empty without.</summary>
    public string VendorClass =>
        Options.TryGetValue(DhcpOption.VendorClass, out byte[]? value) ? Encoding.Latin1.GetString(value).TrimEnd('\0') : "";

    /// <summary>An option that is an IPv4 address; null without, or when it is not 4 bytes.</summary>
    public IPAddress? AddressOption(byte code) =>
        Options.TryGetValue(code, out byte[]? value) && value.Length == 4 ? new IPAddress(value) : null;

    /// <summary>Reads a message over Ethernet; null for anything else.</summary>
    public static DhcpPacket? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < OptionsOffset || bytes[0] is not (1 or 2) || bytes[1] != 1 || bytes[2] != 6)
        {
            return null;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[236..]) != MagicCookie)
        {
            return null;
        }

        Dictionary<byte, byte[]> options = [];
        ReadOptions(bytes[OptionsOffset..], options);
        int overload = options.TryGetValue(DhcpOption.Overload, out byte[]? value) && value.Length == 1 ? value[0] : 0;
        if ((overload & 1) != 0)
        {
            ReadOptions(bytes.Slice(FileOffset, 128), options);
        }

        if ((overload & 2) != 0)
        {
            ReadOptions(bytes.Slice(ServerNameOffset, 64), options);
        }

        return new DhcpPacket
        {
            IsReply = bytes[0] == 2,
            Transaction = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
            Seconds = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]),
            WantsBroadcast = (bytes[10] & 0x80) != 0,
            ClientAddress = new IPAddress(bytes.Slice(12, 4)),
            YourAddress = new IPAddress(bytes.Slice(16, 4)),
            NextServer = new IPAddress(bytes.Slice(20, 4)),
            Relay = new IPAddress(bytes.Slice(24, 4)),
            Hardware = bytes.Slice(28, 6).ToArray(),
            File = (overload & 1) != 0 ? "" : Text(bytes.Slice(FileOffset, 128)),
            Options = options,
        };
    }

    /// <summary>The bytes, at least 300 of them: older clients drop shorter ones.</summary>
    public byte[] Write()
    {
        List<byte> packet = [.. new byte[OptionsOffset]];
        foreach ((byte code, byte[] value) in Options)
        {
            for (int offset = 0; offset == 0 || offset < value.Length; offset += 255)
            {
                int length = Math.Min(255, value.Length - offset);
                packet.AddRange([code, (byte)length, .. value.AsSpan(offset, length)]);
            }
        }

        packet.Add(255);
        while (packet.Count < MinimumBytes)
        {
            packet.Add(0);
        }

        byte[] bytes = [.. packet];
        bytes[0] = (byte)(IsReply ? 2 : 1);
        bytes[1] = 1;
        bytes[2] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Transaction);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), Seconds);
        bytes[10] = (byte)(WantsBroadcast ? 0x80 : 0);
        ClientAddress.GetAddressBytes().CopyTo(bytes, 12);
        YourAddress.GetAddressBytes().CopyTo(bytes, 16);
        NextServer.GetAddressBytes().CopyTo(bytes, 20);
        Relay.GetAddressBytes().CopyTo(bytes, 24);
        Hardware.CopyTo(bytes, 28);
        byte[] file = Encoding.ASCII.GetBytes(File);
        file.AsSpan(0, Math.Min(127, file.Length)).CopyTo(bytes.AsSpan(FileOffset));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(236), MagicCookie);
        return bytes;
    }

    private static void ReadOptions(ReadOnlySpan<byte> bytes, Dictionary<byte, byte[]> options)
    {
        while (bytes.Length > 0 && bytes[0] != 255)
        {
            if (bytes[0] == 0)
            {
                bytes = bytes[1..];
                continue;
            }

            if (bytes.Length < 2 || bytes.Length < 2 + bytes[1])
            {
                return;
            }

            // An option that comes again continues the first one. If the first has all its bytes, only the first counts.
            // [RFC 3396 5, RFC 2131 4.1]
            byte[] before = options.GetValueOrDefault(bytes[0]) ?? [];
            if (before.Length == 0 || before.Length != DhcpOption.FixedBytes(bytes[0]))
            {
                options[bytes[0]] = [.. before, .. bytes.Slice(2, bytes[1])];
            }

            bytes = bytes[(2 + bytes[1])..];
        }
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
