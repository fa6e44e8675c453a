// Integers as text and back. Formats: G, D, X (with width), N is not there.

namespace System;

internal static class Number
{
    internal static string Format(long value, string? format, int bits) =>
        IsHexadecimal(format)
            ? Hexadecimal((ulong)value & (ulong.MaxValue >> (64 - bits)), format!)
            : Decimal(value < 0 ? 0 - (ulong)value : (ulong)value, value < 0, format);

    internal static string Format(ulong value, string? format) =>
        IsHexadecimal(format) ? Hexadecimal(value, format!) : Decimal(value, false, format);

    internal static bool TryParse(ReadOnlySpan<char> text, out ulong value, out bool isNegative, out bool isTooLarge)
    {
        value = 0;
        isTooLarge = false;
        int at = 0;
        int end = text.Length;
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

    internal static long Parse(string? s, long minimum, ulong maximum, string type)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (!TryParse(s, out ulong value, out bool isNegative, out bool isTooLarge))
        {
            throw new FormatException($"The input string '{s}' was not in a correct format.");
        }

        if (isTooLarge || (isNegative ? value > 0 - (ulong)minimum : value > maximum))
        {
            throw new OverflowException($"Value was either too large or too small for {type}.");
        }

        return isNegative ? (long)(0 - value) : (long)value;
    }

    internal static bool TryParse(string? s, long minimum, ulong maximum, out long result)
    {
        bool isOk = TryParse(s, out ulong value, out bool isNegative, out bool isTooLarge)
            && !isTooLarge
            && (isNegative ? value <= 0 - (ulong)minimum : value <= maximum);
        result = !isOk ? 0 : isNegative ? (long)(0 - value) : (long)value;
        return isOk;
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static bool IsHexadecimal(string? format) => format is { Length: > 0 } && (format[0] | 0x20) == 'x';

    private static int Width(string? format)
    {
        int width = 0;
        for (int i = 1; format is not null && i < format.Length; i++)
        {
            width = (width * 10) + (format[i] - '0');
        }

        return width;
    }

    private static string Decimal(ulong value, bool isNegative, string? format)
    {
        int kind = format is { Length: > 0 } ? format[0] | 0x20 : 'g';
        if (kind is not ('g' or 'd'))
        {
            throw new FormatException("Format specifier was invalid.");
        }

        Span<char> text = stackalloc char[64];
        int at = text.Length;
        int least = kind == 'd' ? Math.Min(Width(format), 60) : 0;
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

    private static string Hexadecimal(ulong value, string format)
    {
        Span<char> text = stackalloc char[64];
        int at = text.Length;
        int least = Math.Min(Width(format), 60);
        char letter = (char)(format[0] + ('a' - 'x') - 10);
        do
        {
            int digit = (int)(value & 15);
            text[--at] = (char)(digit < 10 ? '0' + digit : letter + digit);
            value >>= 4;
        }
        while (value != 0 || text.Length - at < least);
        return new string(text.Slice(at));
    }
}
