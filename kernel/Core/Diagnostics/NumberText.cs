using System;

namespace RustKernel.Diagnostics;

/// <summary>Formats and reads unsigned numbers as ASCII digits, in the caller's buffer, without allocation.</summary>
public static class NumberText
{
    /// <summary>A buffer of this many bytes holds any 64-bit number in either base.</summary>
    public const int MaximumDigits = 20;

    /// <summary>
    /// Reads <paramref name="text"/> as a number, decimal or hexadecimal after "0x". <see cref="ErrorCode.InvalidArgument"/> when it is
    /// no number or does not fit.
    /// </summary>
    public static Result<ulong> Read(ReadOnlySpan<byte> text)
    {
        bool isHexadecimal = text.Length > 2 && text[0] == (byte)'0' && (text[1] | 0x20) == 'x';
        ulong radix = isHexadecimal ? 16u : 10u;
        ReadOnlySpan<byte> digits = isHexadecimal ? text.Slice(2) : text;
        ulong number = 0;
        foreach (byte character in digits)
        {
            ulong digit = character is >= (byte)'0' and <= (byte)'9' ? (ulong)(character - '0')
                : (character | 0x20) is >= 'a' and <= 'f' ? (ulong)((character | 0x20) - 'a') + 10
                : radix;
            if (digit >= radix || number > (ulong.MaxValue - digit) / radix)
            {
                return ErrorCode.InvalidArgument;
            }

            number = (number * radix) + digit;
        }

        return digits.Length == 0 ? ErrorCode.InvalidArgument : number;
    }

    /// <summary>
    /// Decimal digits of <paramref name="value"/> at the end of <paramref name="buffer"/> (at least
    /// <see cref="MaximumDigits"/> bytes).
    /// </summary>
    public static ReadOnlySpan<byte> Decimal(ulong value, Span<byte> buffer)
    {
        int start = buffer.Length;
        do
        {
            buffer[--start] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);
        return buffer.Slice(start);
    }

    /// <summary>
    /// Lower-case hexadecimal digits of <paramref name="value"/>, at least
    /// <paramref name="digits"/> (1 to 16), at the end of <paramref name="buffer"/>.
    /// </summary>
    public static ReadOnlySpan<byte> Hexadecimal(ulong value, int digits, Span<byte> buffer)
    {
        int start = buffer.Length;
        int written = 0;
        do
        {
            uint digit = (uint)(value & 0xF);
            buffer[--start] = (byte)(digit < 10 ? '0' + digit : 'a' + (digit - 10));
            value >>= 4;
            written++;
        }
        while (value != 0 || written < digits);
        return buffer.Slice(start);
    }
}
