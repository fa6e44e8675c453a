// Numbers as text and back. The usual formats of integers (G, D, X, B) are handled here; other formats go through their digits.

using System.Globalization;

namespace System;

internal static class Number
{
    private const int LongestInteger = 20;
    private const int RealRoom = 1100;

    internal static string Format(long value, string? format, int bits)
    {
        char kind = NumberText.Standard(format, out int precision);
        ulong magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        return (kind | 0x20) switch
        {
            'x' or 'b' => Radix((ulong)value & (ulong.MaxValue >> (64 - bits)), kind, precision),
            'd' => Decimal(magnitude, value < 0, precision),
            'g' or 'r' when precision <= 0 => Decimal(magnitude, value < 0, 0),
            _ => Other(magnitude, value < 0, kind, precision, format!, bits),
        };
    }

    internal static string Format(ulong value, string? format, int bits)
    {
        char kind = NumberText.Standard(format, out int precision);
        return (kind | 0x20) switch
        {
            'x' or 'b' => Radix(value, kind, precision),
            'd' => Decimal(value, false, precision),
            'g' or 'r' when precision <= 0 => Decimal(value, false, 0),
            _ => Other(value, false, kind, precision, format!, bits),
        };
    }

    internal static string Format(double value, string? format, bool isSingle)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
        }

        char kind = NumberText.Standard(format, out int precision);
        char upper = (char)(kind & ~0x20);
        kind = NumberText.AsGeneral(kind);
        Digits digits = new(stackalloc char[RealRoom]);
        double magnitude = Math.Abs(value);
        int most = isSingle ? 9 : 17;
        bool isShortest = upper == 'R' || (upper == 'G' && precision <= 0);
        switch (upper)
        {
            case 'R' or 'G' when isShortest:
                Shortest(magnitude, isSingle, ref digits);
                most = Math.Max(digits.Count, most);
                break;
            case 'G':
                Exact(magnitude, isSingle, Math.Min(precision, RealRoom - 2), false, ref digits);
                most = precision;
                break;
            case 'E':
                precision = precision < 0 ? 6 : precision;
                Exact(magnitude, isSingle, Math.Min(precision + 1, RealRoom - 2), false, ref digits);
                break;
            case 'C' or 'F' or 'N' or 'P':
                precision = precision < 0 ? 2 : precision;
                Exact(magnitude, isSingle, Math.Min(precision, RealRoom) + (upper == 'P' ? 2 : 0), true, ref digits);
                break;
            case '\0':
                Exact(magnitude, isSingle, 15, false, ref digits);
                break;
            default:
                throw NumberText.BadFormat();
        }

        digits.IsNegative = double.IsNegative(value);
        if (upper == '\0')
        {
            return NumberText.Custom(ref digits, format!, true);
        }

        if (upper is 'R' or 'G')
        {
            Text.StringBuilder text = new();
            NumberText.General(text, digits, most, kind);
            return text.ToString();
        }

        return NumberText.Format(ref digits, kind, precision);
    }

    // Sign, digits, surrounding white space and trailing zero characters: the common form of an integer.
    internal static bool TryParse(ReadOnlySpan<char> text, out ulong value, out bool isNegative, out bool isTooLarge)
    {
        value = 0;
        isTooLarge = false;
        int at = 0;
        int end = text.Length;
        while (end > 0 && text[end - 1] == '\0')
        {
            end--;
        }

        while (at < end && IsSpace(text[at]))
        {
            at++;
        }

        while (end > at && IsSpace(text[end - 1]))
        {
            end--;
        }

        isNegative = at < end && text[at] == '-';
        at += at < end && text[at] is '-' or '+' ? 1 : 0;
        bool isNumber = at < end;
        for (; at < end && isNumber; at++)
        {
            uint digit = text[at] - (uint)'0';
            isNumber = digit <= 9;
            isTooLarge |= value > (ulong.MaxValue - digit) / 10;
            value = (value * 10) + digit;
        }

        return isNumber;
    }

    internal static long Parse(ReadOnlySpan<char> text, NumberStyles style, long minimum, ulong maximum, string type)
    {
        if (!TryParse(text, style, minimum, out ulong value, out bool isNegative, out bool isTooLarge))
        {
            throw NotANumber(text);
        }

        if (isTooLarge || (isNegative ? value > 0 - (ulong)minimum : value > maximum))
        {
            throw new OverflowException($"Value was either too large or too small for {type}.");
        }

        return isNegative ? (long)(0 - value) : (long)value;
    }

    internal static bool TryParse(ReadOnlySpan<char> text, NumberStyles style, long minimum, ulong maximum, out long result)
    {
        bool isOk = TryParse(text, style, minimum, out ulong value, out bool isNegative, out bool isTooLarge)
            && !isTooLarge
            && (isNegative ? value <= 0 - (ulong)minimum : value <= maximum);
        result = !isOk ? 0 : isNegative ? (long)(0 - value) : (long)value;
        return isOk;
    }

    internal static double ParseReal(ReadOnlySpan<char> text, NumberStyles style, bool isSingle) =>
        TryParseReal(text, style, isSingle, out double result) ? result : throw NotANumber(text);

    internal static bool TryParseReal(ReadOnlySpan<char> text, NumberStyles style, bool isSingle, out double result)
    {
        CheckRealStyle(style);
        Digits digits = new(stackalloc char[RealDigits.MostDigits]);
        if (NumberReader.TryRead(text, style, ref digits))
        {
            result = RealDigits.Nearest(digits, isSingle);
            result = digits.IsNegative ? -result : result;
            return true;
        }

        return IsNamed(text, style, out result);
    }

    internal static FormatException NotANumber(ReadOnlySpan<char> text) =>
        new("The input string '" + new string(text) + "' was not in a correct format.");

    /// <summary>The styles of double, float, Half and decimal.</summary>
    internal static void CheckRealStyle(NumberStyles style)
    {
        if ((style & (NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier)) != 0)
        {
            throw new ArgumentException(
                "The number styles AllowHexSpecifier and AllowBinarySpecifier are not supported on floating point data types.",
                nameof(style));
        }
    }

    internal static ArgumentException BadStyle() => new("An undefined NumberStyles value is being used.", "style");

    private static bool IsNamed(ReadOnlySpan<char> text, NumberStyles style, out double result)
    {
        string name = new string(text).Trim();
        result = name.Equals("NaN", StringComparison.OrdinalIgnoreCase)
            || name.Equals("-NaN", StringComparison.OrdinalIgnoreCase)
            || name.Equals("+NaN", StringComparison.OrdinalIgnoreCase)
            ? double.NaN
            : name.Equals("Infinity", StringComparison.OrdinalIgnoreCase) || name.Equals("+Infinity", StringComparison.OrdinalIgnoreCase)
                ? double.PositiveInfinity
                : name.Equals("-Infinity", StringComparison.OrdinalIgnoreCase) ? double.NegativeInfinity : 0;
        return result != 0;
    }

    // In hexadecimal the digits are the number's bits: there is no sign.
    private static bool TryParse(
        ReadOnlySpan<char> text,
        NumberStyles style,
        long minimum,
        out ulong value,
        out bool isNegative,
        out bool isTooLarge)
    {
        if ((style & (NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier)) != 0)
        {
            int bits = 64;
            isNegative = false;
            bool isRadix = NumberReader.TryReadRadix(text, style, out value, out isTooLarge);
            if (isRadix && minimum < 0)
            {
                bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)~minimum) + 1;
                isTooLarge |= bits < 64 && value >> bits != 0;
                isNegative = (value >> (bits - 1) & 1) != 0;
                value = isNegative ? (0 - value) & (ulong.MaxValue >> (64 - bits)) : value;
            }

            return isRadix;
        }

        if (style == NumberStyles.Integer)
        {
            return TryParse(text, out value, out isNegative, out isTooLarge);
        }

        return NumberReader.TryReadInteger(text, style, out value, out isNegative, out isTooLarge);
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    internal static string Plain(long value) => Decimal(value < 0 ? 0 - (ulong)value : (ulong)value, value < 0, 0);

    internal static string Plain(ulong value) => Decimal(value, false, 0);

    private static string Decimal(ulong value, bool isNegative, int least)
    {
        if (least > 40)
        {
            return (isNegative ? "-" : "") + new string('0', least - 40) + Decimal(value, false, 40);
        }

        Span<char> text = stackalloc char[44];
        int at = text.Length;
        do
        {
            text[--at] = (char)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0 || text.Length - at < least);
        if (isNegative)
        {
            text[--at] = '-';
        }

        return new string(text.Slice(at));
    }

    internal static string Radix(ulong value, char kind, int least)
    {
        Span<char> text = stackalloc char[64];
        int at = text.Length;
        char letter = (char)(kind + ('a' - 'x') - 10);
        int bits = (kind | 0x20) == 'x' ? 4 : 1;
        do
        {
            int digit = (int)(value & ((1u << bits) - 1));
            text[--at] = (char)(digit < 10 ? '0' + digit : letter + digit);
            value >>= bits;
        }
        while (value != 0);
        string digits = new(text.Slice(at));
        return digits.Length < least ? new string('0', least - digits.Length) + digits : digits;
    }

    private static string Other(ulong magnitude, bool isNegative, char kind, int precision, string format, int bits)
    {
        kind = NumberText.AsGeneral(kind);
        Digits digits = new(stackalloc char[LongestInteger + 1]);
        digits.Set(magnitude);
        digits.IsNegative = isNegative;
        return kind == '\0' ? NumberText.Custom(ref digits, format, false) : NumberText.Format(ref digits, kind, precision);
    }

    private static void Shortest(double magnitude, bool isSingle, ref Digits digits)
    {
        if (magnitude != 0)
        {
            RealDigits.Shortest(magnitude, isSingle, ref digits);
        }
    }

    private static void Exact(double magnitude, bool isSingle, int count, bool fromPoint, ref Digits digits)
    {
        if (magnitude != 0)
        {
            RealDigits.Exact(magnitude, isSingle, count, fromPoint, ref digits);
        }
    }
}
