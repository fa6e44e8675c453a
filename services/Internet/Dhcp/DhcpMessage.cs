// A DHCP message. [RFC 2131 2, RFC 2132]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.Internet.Dhcp;

/// <summary>The fields of a server's message that this client asks for.</summary>
internal sealed class DhcpMessage
{
    public const int FixedBytes = 240;
    public const uint Cookie = 0x63825363;

    private const int OptionsAt = 240;

    public byte Type { get; private set; }

    public uint Transaction { get; private set; }

    public uint Address { get; private set; }

    public uint Server { get; private set; }

    public int PrefixLength { get; private set; } = -1;

    public uint Router { get; private set; }

    public List<InternetAddress> NameServers { get; } = [];

    public string Domain { get; private set; } = "";

    /// <summary>In seconds; 0: not given.</summary>
    public uint LeaseTime { get; private set; }

    public uint RenewalTime { get; private set; }

    public uint RebindingTime { get; private set; }

    /// <summary>0: not given.</summary>
    public int Mtu { get; private set; }

    /// <summary>Reads a server's message to <paramref name="link"/>; null: it is malformed, or another client's.</summary>
    public static DhcpMessage? Read(ReadOnlySpan<byte> bytes, LinkAddress link)
    {
        bool isReply = bytes.Length >= FixedBytes && bytes[0] == 2 && bytes[1] == 1 && bytes[2] == LinkAddress.Size
            && BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(236)) == Cookie && LinkAddress.Read(bytes.Slice(28)) == link;
        if (!isReply)
        {
            return null;
        }

        DhcpMessage message = new()
        {
            Transaction = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4)),
            Address = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(16)),
        };
        return message.ReadOptions(bytes.Slice(OptionsAt)) && message.Type != 0 ? message : null;
    }

    private bool ReadOptions(ReadOnlySpan<byte> options)
    {
        while (options.Length > 0 && options[0] != 255)
        {
            if (options[0] == 0)
            {
                options = options.Slice(1);
                continue;
            }

            if (options.Length < 2 || options.Length < 2 + options[1])
            {
                return false;
            }

            ReadOption(options[0], options.Slice(2, options[1]));
            options = options.Slice(2 + options[1]);
        }

        return true;
    }

    private void ReadOption(byte code, ReadOnlySpan<byte> value)
    {
        uint number = value.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
        switch (code)
        {
            case DhcpOption.SubnetMask when value.Length == 4:
                PrefixLength = PrefixOf(number);
                break;
            case DhcpOption.Router when value.Length >= 4:
                Router = number;
                break;
            case DhcpOption.NameServer:
                for (int i = 0; i + 4 <= value.Length && NameServers.Count < 3; i += 4)
                {
                    NameServers.Add(InternetAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(value.Slice(i))));
                }

                break;
            case DhcpOption.Domain:
                Domain = ReadName(value);
                break;
            case DhcpOption.Mtu when value.Length == 2:
                Mtu = BinaryPrimitives.ReadUInt16BigEndian(value);
                break;
            case DhcpOption.LeaseTime when value.Length == 4:
                LeaseTime = number;
                break;
            case DhcpOption.MessageType when value.Length == 1:
                Type = value[0];
                break;
            case DhcpOption.Server when value.Length == 4:
                Server = number;
                break;
            case DhcpOption.RenewalTime when value.Length == 4:
                RenewalTime = number;
                break;
            case DhcpOption.RebindingTime when value.Length == 4:
                RebindingTime = number;
                break;
            default:
                break;
        }
    }

    // A mask with holes is invalid.
    private static int PrefixOf(uint mask)
    {
        int length = 0;
        while (length < 32 && (mask & (0x80000000u >> length)) != 0)
        {
            length++;
        }

        return length > 0 && (length == 32 || mask << length == 0) ? length : -1;
    }

    private static string ReadName(ReadOnlySpan<byte> value)
    {
        string name = "";
        foreach (byte letter in value)
        {
            if (letter is < 33 or > 126)
            {
                return name;
            }

            name += (char)letter;
        }

        return name;
    }
}
