// A unique number of 128 bits.

using System.Buffers.Binary;

namespace System;

public readonly struct Guid : IComparable, IComparable<Guid>, IEquatable<Guid>, IFormattable, ISpanParsable<Guid>
{
    public static readonly Guid Empty;
    private readonly uint _a;
    private readonly ushort _b;
    private readonly ushort _c;
    private readonly ulong _rest;

    public Guid(byte[] b)
        : this(new ReadOnlySpan<byte>(b ?? throw new ArgumentNullException(nameof(b))))
    {
    }

    public Guid(ReadOnlySpan<byte> b)
    {
        if (b.Length != 16)
        {
            throw new ArgumentException("Byte array for Guid must be exactly 16 bytes long.", nameof(b));
        }

        _a = BinaryPrimitives.ReadUInt32LittleEndian(b);
        _b = BinaryPrimitives.ReadUInt16LittleEndian(b[4..]);
        _c = BinaryPrimitives.ReadUInt16LittleEndian(b[6..]);
        _rest = BinaryPrimitives.ReadUInt64BigEndian(b[8..]);
    }

    public Guid(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k)
        : this(a, b, c, [d, e, f, g, h, i, j, k])
    {
    }

    public Guid(int a, short b, short c, byte[] d)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (d.Length != 8)
        {
            throw new ArgumentException("Byte array for Guid must be exactly 8 bytes long.", nameof(d));
        }

        _a = (uint)a;
        _b = (ushort)b;
        _c = (ushort)c;
        _rest = BinaryPrimitives.ReadUInt64BigEndian(d);
    }

    public Guid(string g) => this = Parse(g);

    private Guid(uint a, ushort b, ushort c, ulong rest)
    {
        _a = a;
        _b = b;
        _c = c;
        _rest = rest;
    }

    public static Guid AllBitsSet => new(uint.MaxValue, ushort.MaxValue, ushort.MaxValue, ulong.MaxValue);

    public int Version => _c >> 12;

    public int Variant => (int)(_rest >> 60);

    public static bool operator ==(Guid a, Guid b) => a.Equals(b);

    public static bool operator !=(Guid a, Guid b) => !a.Equals(b);

    public static bool operator <(Guid left, Guid right) => left.CompareTo(right) < 0;

    public static bool operator <=(Guid left, Guid right) => left.CompareTo(right) <= 0;

    public static bool operator >(Guid left, Guid right) => left.CompareTo(right) > 0;

    public static bool operator >=(Guid left, Guid right) => left.CompareTo(right) >= 0;

    /// <summary>Made from random numbers; not secret if the machine has no source of them.</summary>
    public static Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    public static Guid Parse(string input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Parse(input.AsSpan());
    }

    public static Guid Parse(ReadOnlySpan<char> input) =>
        TryParse(input, out Guid result)
            ? result
            : throw new FormatException(
                "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).");

    public static bool TryParse(string? input, out Guid result) => TryParse(input.AsSpan(), out result);

    public static bool TryParse(ReadOnlySpan<char> input, out Guid result)
    {
        input = input.Trim();
        return input.Length switch
        {
            32 => TryRead(input, "", out result),
            36 => TryRead(input, "D", out result),
            38 when input[0] == '{' && input[^1] == '}' => TryRead(input[1..^1], "D", out result),
            38 when input[0] == '(' && input[^1] == ')' => TryRead(input[1..^1], "D", out result),
            _ => TryReadHex(input, out result),
        };
    }

    public static Guid Parse(string s, IFormatProvider? provider) => Parse(s);

    public static Guid Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse(string? s, IFormatProvider? provider, out Guid result) => TryParse(s, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Guid result) => TryParse(s, out result);

    public static Guid ParseExact(string input, string format)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(format);
        return TryParseExact(input, format, out Guid result) ? result : throw new FormatException("Unrecognized Guid format.");
    }

    public static bool TryParseExact(string? input, string? format, out Guid result)
    {
        result = default;
        return input is not null && TryParse(input, out result) && result.ToString(format).Length == input.Trim().Length;
    }

    public byte[] ToByteArray()
    {
        byte[] bytes = new byte[16];
        _ = TryWriteBytes(bytes);
        return bytes;
    }

    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < 16)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, _a);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], _b);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _rest);
        return true;
    }

    public override string ToString() => ToString("D", null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider)
    {
        string dashed = $"{_a:x8}-{_b:x4}-{_c:x4}-{_rest >> 48:x4}-{_rest & 0xFFFFFFFFFFFF:x12}";
        return format switch
        {
            null or "" or "D" or "d" => dashed,
            "N" or "n" => dashed.Replace("-", ""),
            "B" or "b" => "{" + dashed + "}",
            "P" or "p" => "(" + dashed + ")",
            "X" or "x" => Hex(),
            _ => throw new FormatException(
                "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\"."),
        };
    }

    public int CompareTo(Guid value)
    {
        int order = _a.CompareTo(value._a);
        order = order != 0 ? order : _b.CompareTo(value._b);
        order = order != 0 ? order : _c.CompareTo(value._c);
        order = order != 0 ? order : _rest.CompareTo(value._rest);
        return Math.Sign(order);
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is Guid other ? CompareTo(other) : throw new ArgumentException("Object must be of type GUID.");

    public bool Equals(Guid g) => _a == g._a && _b == g._b && _c == g._c && _rest == g._rest;

    public override bool Equals(object? o) => o is Guid other && Equals(other);

    public override int GetHashCode()
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = TryWriteBytes(bytes);
        int hash = 0;
        for (int i = 0; i < bytes.Length; i += 4)
        {
            hash ^= BinaryPrimitives.ReadInt32LittleEndian(bytes[i..]);
        }

        return hash;
    }

    // 32 digits, and dashes in the forms that have them.
    private static bool TryRead(ReadOnlySpan<char> text, string format, out Guid result)
    {
        result = default;
        ulong high = 0;
        ulong low = 0;
        int digits = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (format == "D" && i is 8 or 13 or 18 or 23)
            {
                if (text[i] != '-')
                {
                    return false;
                }

                continue;
            }

            int digit = Digit(text[i]);
            if (digit < 0)
            {
                return false;
            }

            high = digits < 16 ? (high << 4) | (uint)digit : high;
            low = digits >= 16 ? (low << 4) | (uint)digit : low;
            digits++;
        }

        result = new Guid((uint)(high >> 32), (ushort)(high >> 16), (ushort)high, low);
        return digits == 32;
    }

    // {0x00000000,0x0000,0x0000,{0x00,0x00,0x00,0x00,0x00,0x00,0x00,0x00}}
    private static bool TryReadHex(ReadOnlySpan<char> text, out Guid result)
    {
        result = default;
        string flat = text.ToString().Replace(" ", "");
        if (!flat.StartsWith('{') || !flat.EndsWith("}}", StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = flat[1..^2].Split(',');
        if (parts.Length != 11 || !parts[3].StartsWith('{'))
        {
            return false;
        }

        parts[3] = parts[3][1..];
        ulong rest = 0;
        Span<uint> head = stackalloc uint[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!TryReadPart(parts[i], i == 0 ? 8 : i < 3 ? 4 : 2, out uint value))
            {
                return false;
            }

            if (i < 3)
            {
                head[i] = value;
            }
            else
            {
                rest = (rest << 8) | value;
            }
        }

        result = new Guid(head[0], (ushort)head[1], (ushort)head[2], rest);
        return true;
    }

    private static bool TryReadPart(string part, int most, out uint value)
    {
        value = 0;
        if (!part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || part.Length == 2 || part.Length > most + 2)
        {
            return false;
        }

        foreach (char c in part.AsSpan(2))
        {
            int digit = Digit(c);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | (uint)digit;
        }

        return true;
    }

    private static int Digit(char c) =>
        char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : -1;

    private string Hex()
    {
        string text = $"{{0x{_a:x8},0x{_b:x4},0x{_c:x4},{{";
        for (int i = 56; i >= 0; i -= 8)
        {
            text += $"0x{(_rest >> i) & 0xFF:x2}" + (i > 0 ? "," : "}}");
        }

        return text;
    }
}
