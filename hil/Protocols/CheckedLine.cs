// The check at the end of a line of protocol 1.

using System;
using System.Globalization;
using System.Text;

namespace RustKernel.Hil.Protocols;

/// <summary>A line that ends in " # t=… s=… c=…", taken apart. Only lines whose CRC is right become one.</summary>
internal readonly struct CheckedLine
{
    private const int CheckLength = 7; // " c=" and four digits

    private CheckedLine(string text, long timeMicroseconds, long sequence)
    {
        Text = text;
        TimeMicroseconds = timeMicroseconds;
        Sequence = sequence;
    }

    /// <summary>The line without its check and indentation.</summary>
    public string Text { get; }

    /// <summary>The kernel's time, µs since its entry.</summary>
    public long TimeMicroseconds { get; }

    /// <summary>The sequence number, from 1.</summary>
    public long Sequence { get; }

    /// <summary>True when the line ends as a checked line does, right or wrong.</summary>
    public static bool LooksChecked(ReadOnlySpan<byte> line) =>
        line.IndexOf(" # t="u8) >= 0 || (line.Length >= CheckLength && line[^CheckLength..].StartsWith(" c="u8));

    /// <summary>Takes <paramref name="line"/> (with indentation) apart; says what is wrong when it cannot.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out CheckedLine parsed, out string error)
    {
        parsed = default;
        if (line.Length < CheckLength || !line[^CheckLength..].StartsWith(" c="u8) || !TryHex4(line[^4..], out ushort stated))
        {
            error = "has no check";
            return false;
        }

        ReadOnlySpan<byte> covered = line[..^CheckLength];
        ushort computed = Crc16.Compute(covered);
        if (computed != stated)
        {
            error = $"its CRC is {computed:x4}, the line says {stated:x4}";
            return false;
        }

        int mark = covered.LastIndexOf(" # t="u8);
        int sequenceMark = covered.LastIndexOf(" s="u8);
        if (mark < 0 || sequenceMark < mark
            || !TryNumber(covered[(mark + 5)..sequenceMark], out long time)
            || !TryNumber(covered[(sequenceMark + 3)..], out long sequence))
        {
            error = "its check has no time and sequence number";
            return false;
        }

        parsed = new CheckedLine(Encoding.UTF8.GetString(covered[..mark]).TrimStart(' '), time, sequence);
        error = "";
        return true;
    }

    private static bool TryHex4(ReadOnlySpan<byte> digits, out ushort value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            int nibble = digit is >= (byte)'0' and <= (byte)'9'
                ? digit - '0'
                : digit is >= (byte)'a' and <= (byte)'f' ? digit - 'a' + 10 : -1;
            if (nibble < 0)
            {
                return false;
            }

            value = (ushort)((value << 4) | nibble);
        }

        return digits.Length == 4;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out long value)
        => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
