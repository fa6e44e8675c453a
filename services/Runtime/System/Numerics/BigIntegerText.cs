// Large integers as text and back: decimal in pieces of nine digits, hexadecimal in two's complement.

using System.Globalization;
using System.Text;

namespace System.Numerics;

public readonly partial struct BigInteger
{
    private const uint Piece = 1_000_000_000;
    private const int PieceDigits = 9;

    public static BigInteger Parse(string value) => Parse(value, NumberStyles.Integer, null);

    public static BigInteger Parse(string value, NumberStyles style) => Parse(value, style, null);

    public static BigInteger Parse(string value, IFormatProvider? provider) => Parse(value, NumberStyles.Integer, provider);

    public static BigInteger Parse(string value, NumberStyles style, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Parse((ReadOnlySpan<char>)value, style, provider);
    }

    public static BigInteger Parse(ReadOnlySpan<char> value, NumberStyles style = NumberStyles.Integer, IFormatProvider? provider = null) =>
        TryParse(value, style, provider, out BigInteger result)
            ? result
            : throw new FormatException("The value could not be parsed.");

    public static BigInteger Parse(ReadOnlySpan<char> value, IFormatProvider? provider) => Parse(value, NumberStyles.Integer, provider);

    public static bool TryParse(string? value, IFormatProvider? provider, out BigInteger result) =>
        TryParse(value, NumberStyles.Integer, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> value, IFormatProvider? provider, out BigInteger result) =>
        TryParse(value, NumberStyles.Integer, provider, out result);

    public static bool TryParse(string? value, out BigInteger result) => TryParse(value, NumberStyles.Integer, null, out result);

    public static bool TryParse(string? value, NumberStyles style, IFormatProvider? provider, out BigInteger result) =>
        TryParse((ReadOnlySpan<char>)value, style, provider, out result);

    public static bool TryParse(ReadOnlySpan<char> value, out BigInteger result) => TryParse(value, NumberStyles.Integer, null, out result);

    public static bool TryParse(ReadOnlySpan<char> value, NumberStyles style, IFormatProvider? provider, out BigInteger result)
    {
        string text = new string(value).Trim();
        return (style & NumberStyles.AllowHexSpecifier) != 0 ? TryParseHex(text, out result) : TryParseDecimal(text, style, out result);
    }

    public override string ToString() => ToString(null, null);

    public string ToString(IFormatProvider? provider) => ToString(null, provider);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider)
    {
        char kind = NumberText.Standard(format, out int precision);
        switch (kind)
        {
            case 'x' or 'X':
                return Hex(kind, precision);
            case 'G' or 'g' or 'R' or 'r' or 'D' or 'd' when precision <= 0 || (kind & ~0x20) == 'D':
                string plain = Decimal();
                plain = plain.Length < precision ? new string('0', precision - plain.Length) + plain : plain;
                return _sign < 0 ? "-" + plain : plain;
            default:
                string digits = Decimal();
                Digits number = new(new char[digits.Length + 1]);
                foreach (char digit in digits)
                {
                    number.Add(digit);
                }

                number.Scale = digits.Length;
                number.Trim();
                number.IsNegative = _sign < 0;
                return kind == '\0' ? NumberText.Custom(ref number, format!, false) : NumberText.Format(ref number, kind, precision);
        }
    }

    public bool TryFormat(
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format = default,
        IFormatProvider? provider = null) =>
        SpanText.TryCopy(ToString(format.IsEmpty ? null : new string(format)), destination, out charsWritten);

    private static bool TryParseDecimal(string text, NumberStyles style, out BigInteger result)
    {
        result = default;
        bool isNegative = text.Length > 0 && text[0] == '-';
        int at = text.Length > 0 && text[0] is '-' or '+' && (style & NumberStyles.AllowLeadingSign) != 0 ? 1 : 0;
        if (at == text.Length)
        {
            return false;
        }

        uint[] words = [];
        while (at < text.Length)
        {
            uint piece = 0;
            uint scale = 1;
            for (; at < text.Length && scale < Piece; at++)
            {
                if (text[at] == ',' && (style & NumberStyles.AllowThousands) != 0)
                {
                    continue;
                }

                if (!char.IsAsciiDigit(text[at]))
                {
                    return false;
                }

                piece = (piece * 10) + text[at] - '0';
                scale *= 10;
            }

            words = Words.Add(Words.Multiply(words, [scale]), [piece]);
        }

        result = new BigInteger(isNegative, words);
        return true;
    }

    // The first digit determines the sign.
    private static bool TryParseHex(string text, out BigInteger result)
    {
        result = default;
        if (text.Length == 0)
        {
            return false;
        }

        bool isNegative = char.IsAsciiHexDigit(text[0]) && text[0] >= '8';
        uint[] words = new uint[(text.Length + 7) / 8];
        for (int i = 0; i < words.Length * 8; i++)
        {
            char digit = i < text.Length ? text[text.Length - 1 - i] : isNegative ? 'f' : '0';
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }

            uint value = digit <= '9' ? digit - (uint)'0' : (digit | 0x20u) - 'a' + 10;
            words[i / 8] |= value << (i % 8 * 4);
        }

        if (isNegative)
        {
            Words.Negate(words);
        }

        result = new BigInteger(isNegative, words);
        return true;
    }

    private string Hex(char kind, int precision)
    {
        byte[] bytes = ToByteArray(false, true);
        string text = Convert.ToHexString(bytes);
        text = kind == 'x' ? text.ToLowerInvariant() : text;

        // One digit is enough if it means the same.
        int high = bytes[0] >> 4;
        bool isSpare = (high == 0 && (bytes[0] & 8) == 0) || (high == 15 && (bytes[0] & 8) != 0);
        text = isSpare ? text.Substring(1) : text;
        char filler = _sign < 0 ? (kind == 'x' ? 'f' : 'F') : '0';
        return text.Length < precision ? new string(filler, precision - text.Length) + text : text;
    }

    private string Decimal()
    {
        if (_sign == 0)
        {
            return "0";
        }

        // Pieces, the lowest first.
        uint[] words = (uint[])Magnitude.Clone();
        int length = words.Length;
        string[] pieces = new string[(length * 32 / 29) + 1];
        int count = 0;
        while (length > 0)
        {
            ulong rest = 0;
            for (int i = length - 1; i >= 0; i--)
            {
                rest = (rest << 32) | words[i];
                words[i] = (uint)(rest / Piece);
                rest %= Piece;
            }

            length -= words[length - 1] == 0 ? 1 : 0;
            pieces[count++] = Number.Format((long)rest, length == 0 ? "D" : "D" + PieceDigits.ToString(), 64);
        }

        StringBuilder text = new();
        while (count > 0)
        {
            _ = text.Append(pieces[--count]);
        }

        return text.ToString();
    }
}
