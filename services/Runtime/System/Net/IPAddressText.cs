// An address as text, and back. [RFC 4291 2.2, RFC 5952; IPv4 as inet_aton reads it]

using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;

namespace System.Net;

public partial class IPAddress
{
    private const int Groups = 8;

    public static bool IsValid(ReadOnlySpan<char> ipSpan) => TryParse(ipSpan, out _);

    public static IPAddress Parse(string ipString)
    {
        ArgumentNullException.ThrowIfNull(ipString);
        return Parse((ReadOnlySpan<char>)ipString);
    }

    public static IPAddress Parse(ReadOnlySpan<char> ipSpan) => TryParse(ipSpan, out IPAddress? address)
        ? address
        : throw new FormatException("An invalid IP address was specified.", new SocketException((int)SocketError.InvalidArgument));

    public static bool TryParse([NotNullWhen(true)] string? ipString, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return ipString is not null && TryParse((ReadOnlySpan<char>)ipString, out address);
    }

    public static bool TryParse(ReadOnlySpan<char> ipSpan, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (ipSpan.Contains(':'))
        {
            address = ReadIPv6(ipSpan);
        }
        else if (TryReadIPv4(ipSpan, out uint value))
        {
            address = new IPAddress((long)Buffers.Binary.BinaryPrimitives.ReverseEndianness(value));
        }

        return address is not null;
    }

    public static bool IsValidUtf8(ReadOnlySpan<byte> utf8Text) => TryParse(utf8Text, out _);

    public static IPAddress Parse(ReadOnlySpan<byte> utf8Text) => Parse((ReadOnlySpan<char>)Encoding.UTF8.GetString(utf8Text));

    public static bool TryParse(ReadOnlySpan<byte> utf8Text, [NotNullWhen(true)] out IPAddress? result) =>
        TryParse((ReadOnlySpan<char>)Encoding.UTF8.GetString(utf8Text), out result);

    static IPAddress IParsable<IPAddress>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<IPAddress>.TryParse(string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IPAddress result) =>
        TryParse(s, out result);

    static IPAddress ISpanParsable<IPAddress>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<IPAddress>.TryParse(
        ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out IPAddress result) => TryParse(s, out result);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(destination, out charsWritten);

    public bool TryFormat(Span<char> destination, out int charsWritten) => SpanText.TryCopy(ToString(), destination, out charsWritten);

    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        byte[] text = Encoding.UTF8.GetBytes(ToString());
        bool fits = text.AsSpan().TryCopyTo(utf8Destination);
        bytesWritten = fits ? text.Length : 0;
        return fits;
    }

    public override string ToString()
    {
        StringBuilder text = new();
        if (_isIPv6)
        {
            WriteIPv6(text);
        }
        else
        {
            WriteIPv4(text);
        }

        return text.ToString();
    }

    private static bool TryReadIPv4(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        for (int parts = 1; parts <= IPv4Bytes; parts++)
        {
            int dot = text.IndexOf('.');
            if (!TryReadPart(dot < 0 ? text : text[..dot], out ulong part))
            {
                return false;
            }

            if (dot < 0)
            {
                // The last part covers all remaining bytes.
                int bits = 8 * (IPv4Bytes + 1 - parts);
                value |= (uint)part;
                return part < 1ul << bits;
            }

            if (part > byte.MaxValue)
            {
                return false;
            }

            value |= (uint)part << (8 * (IPv4Bytes - parts));
            text = text[(dot + 1)..];
        }

        return false;
    }

    // Decimal, octal after 0, hexadecimal after 0x.
    private static bool TryReadPart(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        uint radix = 10;
        if (text.Length > 1 && text[0] == '0')
        {
            radix = (text[1] | 0x20) == 'x' ? 16u : 8;
            text = text[(radix == 16 ? 2 : 1)..];
        }

        foreach (char c in text)
        {
            int digit = Digit(c);
            if ((uint)digit >= radix)
            {
                return false;
            }

            value = (value * radix) + (uint)digit;
            if (value > uint.MaxValue)
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : -1;

    // Null: it is not an address.
    private static IPAddress? ReadIPv6(ReadOnlySpan<char> text)
    {
        if (text[0] == '[')
        {
            int end = text.IndexOf(']');
            if (end < 0 || !IsPort(text[(end + 1)..]))
            {
                return null;
            }

            text = text[1..end];
        }

        ReadOnlySpan<char> zone = default;
        int percent = text.IndexOf('%');
        if (percent >= 0)
        {
            zone = text[(percent + 1)..];
            text = text[..percent];
        }

        Span<ushort> groups = stackalloc ushort[Groups];
        groups.Clear();
        return zone.IndexOfAny(']', '/') < 0 && TryReadGroups(text, groups)
            ? new IPAddress(Half(groups), Half(groups[4..]), ReadScope(zone))
            : null;
    }

    // The names of interfaces are not known here: a zone must be a number.
    private static uint ReadScope(ReadOnlySpan<char> zone) =>
        uint.TryParse(zone, Globalization.NumberStyles.None, null, out uint scope) ? scope : 0;

    private static ulong Half(ReadOnlySpan<ushort> groups) =>
        ((ulong)groups[0] << 48) | ((ulong)groups[1] << 32) | ((uint)groups[2] << 16) | groups[3];

    // After the bracket comes nothing, or a port, which is ignored.
    private static bool IsPort(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
        {
            return true;
        }

        if (text[0] != ':')
        {
            return false;
        }

        bool isHexadecimal = text.Length > 2 && text[1] == '0' && text[2] == 'x';
        foreach (char c in text[(isHexadecimal ? 3 : 1)..])
        {
            if (isHexadecimal ? !char.IsAsciiHexDigit(c) : !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadGroups(ReadOnlySpan<char> text, Span<ushort> groups)
    {
        int count = 0;
        int gap = -1;
        if (text.Length > 0 && text[0] == ':')
        {
            if (text.Length == 1 || text[1] != ':')
            {
                return false;
            }

            gap = 0;
            text = text[2..];
        }

        while (text.Length > 0)
        {
            int colon = text.IndexOf(':');
            ReadOnlySpan<char> part = colon < 0 ? text : text[..colon];
            if (!TryReadGroup(part, colon < 0, groups, ref count))
            {
                return false;
            }

            if (colon < 0)
            {
                break;
            }

            text = text[(colon + 1)..];
            if (text.Length == 0)
            {
                return false;
            }

            if (text[0] == ':')
            {
                if (gap >= 0)
                {
                    return false;
                }

                gap = count;
                text = text[1..];
            }
        }

        return Spread(groups, count, gap);
    }

    // One group; or, at the end, an IPv4 address in place of two.
    private static bool TryReadGroup(ReadOnlySpan<char> text, bool isLast, Span<ushort> groups, ref int count)
    {
        if (isLast && text.Contains('.'))
        {
            if (count > Groups - 2 || !TryReadDotted(text, out uint value))
            {
                return false;
            }

            groups[count++] = (ushort)(value >> 16);
            groups[count++] = (ushort)value;
            return true;
        }

        if (count == Groups || text.Length is 0 or > 4)
        {
            return false;
        }

        int group = 0;
        foreach (char c in text)
        {
            int digit = Digit(c);
            if (digit < 0)
            {
                return false;
            }

            group = (group << 4) | digit;
        }

        groups[count++] = (ushort)group;
        return true;
    }

    // Four decimal numbers, as .NET reads them: only the last may have leading zeros.
    private static bool TryReadDotted(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        for (int part = 0; part < IPv4Bytes; part++)
        {
            int dot = text.IndexOf('.');
            ReadOnlySpan<char> number = part == IPv4Bytes - 1 || dot < 0 ? text : text[..dot];
            bool hasZeros = number.Length > 1 && number[0] == '0' && (part < IPv4Bytes - 1 || number[1] == '0');
            if (hasZeros || !byte.TryParse(number, Globalization.NumberStyles.None, null, out byte octet)
                || (dot < 0) != (part == IPv4Bytes - 1))
            {
                return false;
            }

            value = (value << 8) | octet;
            text = text[(dot + 1)..];
        }

        return true;
    }

    // The groups that :: left out are zeros, at least one.
    private static bool Spread(Span<ushort> groups, int count, int gap)
    {
        if (gap < 0)
        {
            return count == Groups;
        }

        if (count == Groups)
        {
            return false;
        }

        int zeros = Groups - count;
        for (int i = Groups; i-- > gap;)
        {
            groups[i] = i >= gap + zeros ? groups[i - zeros] : (ushort)0;
        }

        return true;
    }

    private ushort Group(int index) => (ushort)((index < 4 ? _high : _low) >> (48 - (16 * (index & 3))));

    private void WriteIPv4(StringBuilder text) => text
        .Append((byte)(_low >> 24)).Append('.').Append((byte)(_low >> 16)).Append('.').Append((byte)(_low >> 8)).Append('.')
        .Append((byte)_low);

    private void WriteIPv6(StringBuilder text)
    {
        bool endsDotted = EndsDotted;
        int groups = endsDotted ? Groups - 2 : Groups;
        int gap = LongestGap(groups, out int zeros);
        for (int i = 0; i < groups; i++)
        {
            if (i == gap)
            {
                text.Append("::");
                i += zeros - 1;
                continue;
            }

            text.Append(i > 0 && i != gap + zeros ? ":" : "").Append(((uint)Group(i)).ToString("x"));
        }

        if (endsDotted)
        {
            text.Append(gap >= 0 && gap + zeros == groups ? "" : ":");
            WriteIPv4(text);
        }

        if (_scope != 0)
        {
            text.Append('%').Append(_scope);
        }
    }

    // Mapped, compatible and translated addresses, and those of ISATAP. [RFC 4291 2.5.5, RFC 2765 2.1, RFC 5214 6.1]
    private bool EndsDotted
    {
        get
        {
            uint prefix = (uint)(_low >> 32);
            return prefix == 0x5EFE || (_high == 0 && Group(6) != 0 && prefix is 0 or 0xFFFF or 0xFFFF0000);
        }
    }

    // The first of the longest runs of two zeros or more; -1: there is none.
    private int LongestGap(int groups, out int zeros)
    {
        int gap = -1;
        zeros = 1;
        for (int i = 0; i < groups; i++)
        {
            int run = 0;
            while (i + run < groups && Group(i + run) == 0)
            {
                run++;
            }

            if (run > zeros)
            {
                zeros = run;
                gap = i;
            }

            i += run;
        }

        zeros = gap < 0 ? 0 : zeros;
        return gap;
    }
}
