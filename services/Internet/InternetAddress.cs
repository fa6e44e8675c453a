// An address of 16 bytes, IPv6's size from the start: IPv4 is the range ::ffff:0:0/96.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet;

/// <summary>An IPv6 address, or an IPv4 address in IPv6's form (::ffff:a.b.c.d). [RFC 4291 2.5.5.2]</summary>
/// <param name="High">The first 8 bytes as a big-endian number.</param>
/// <param name="Low">The last 8 bytes as a big-endian number.</param>
public readonly record struct InternetAddress(ulong High, ulong Low)
{
    /// <summary>Bytes of an address.</summary>
    public const int Size = 16;

    private const ulong MappedPrefix = 0x0000FFFF_00000000;

    /// <summary>No address: ::</summary>
    public static InternetAddress None => default;

    /// <summary>255.255.255.255.</summary>
    public static InternetAddress Broadcast => FromIPv4(uint.MaxValue);

    /// <summary>Whether it is no address: :: or 0.0.0.0.</summary>
    public bool IsNone => High == 0 && (Low == 0 || Low == MappedPrefix);

    /// <summary>It is an IPv4 address.</summary>
    public bool IsIPv4 => High == 0 && (Low >> 32) == 0xFFFF;

    /// <summary>An IPv4 address as a number, the first byte the highest; for others the last 4 bytes.</summary>
    public uint IPv4 => (uint)Low;

    /// <summary>A group: 224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsIPv4 ? (IPv4 >> 28) == 14 : (High >> 56) == 0xFF;

    /// <summary>127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => IsIPv4 ? (IPv4 >> 24) == 127 : High == 0 && Low == 1;

    /// <summary>169.254.0.0/16 or fe80::/10.</summary>
    public bool IsLinkLocal => IsIPv4 ? (IPv4 >> 16) == 0xA9FE : (High >> 54) == 0x3FA;

    /// <summary>The IPv4 address whose first byte is the highest of <paramref name="value"/>.</summary>
    public static InternetAddress FromIPv4(uint value) => new(0, MappedPrefix | value);

    /// <summary>The IPv4 address a.b.c.d.</summary>
    public static InternetAddress FromIPv4(byte a, byte b, byte c, byte d) =>
        FromIPv4(((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d);

    /// <summary>The address in the first 16 bytes of <paramref name="bytes"/>, which must have them.</summary>
    public static InternetAddress Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(8)));

    /// <summary>Reads a.b.c.d, each from 0 to 255 in decimal. False: it has another form.</summary>
    public static bool TryParseIPv4(string text, out InternetAddress address)
    {
        uint value = 0;
        int parts = 0;
        int part = -1;
        address = None;
        for (int i = 0; i <= text.Length; i++)
        {
            char letter = i < text.Length ? text[i] : '.';
            if (letter == '.')
            {
                if (part < 0 || ++parts > 4)
                {
                    return false;
                }

                value = (value << 8) | (uint)part;
                part = -1;
            }
            else if (letter is >= '0' and <= '9' && part is not 0 && (part = ((part < 0 ? 0 : part) * 10) + (letter - '0')) <= 255)
            {
                continue;
            }
            else
            {
                return false;
            }
        }

        address = FromIPv4(value);
        return parts == 4;
    }

    /// <summary>Writes the 16 bytes, for which <paramref name="bytes"/> must have room.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.Slice(8), Low);
    }

    /// <summary>a.b.c.d, or eight groups in hexadecimal.</summary>
    public override string ToString()
    {
        if (IsIPv4)
        {
            return $"{IPv4 >> 24}.{(IPv4 >> 16) & 255}.{(IPv4 >> 8) & 255}.{IPv4 & 255}";
        }

        string text = "";
        for (int group = 0; group < 8; group++)
        {
            ulong half = group < 4 ? High : Low;
            text += (group == 0 ? "" : ":") + ((half >> (48 - (16 * (group & 3)))) & 0xFFFF).ToString("x");
        }

        return text;
    }
}
