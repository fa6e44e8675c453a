// A part of a file [RFC 9110 14].

using System;

namespace RustKernel.Services.Web.Http;

/// <summary>One range of bytes. A request for several gets the whole file, which a server may send.</summary>
public readonly struct ByteRange
{
    private const string Unit = "bytes=";

    private ByteRange(long first, long length)
    {
        First = first;
        Length = length;
    }

    /// <summary>The first byte.</summary>
    public long First { get; }

    /// <summary>Bytes; 0: no byte of the file is in the range.</summary>
    public long Length { get; }

    /// <summary>The part of a file of <paramref name="length"/> bytes that field <paramref name="range"/> names; null: the whole.</summary>
    public static ByteRange? Parse(string? range, long length)
    {
        if (range is null || !range.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string text = range[Unit.Length..].Trim(' ', '\t');
        int dash = text.IndexOf('-');
        long first = 0;
        long last = long.MaxValue;
        bool isFormed = dash >= 0 && text.Length > 1
            && (dash == 0 || TryRead(text[..dash], out first))
            && (dash == text.Length - 1 || TryRead(text[(dash + 1)..], out last));
        bool isWhole = dash == 0 && last > 0 && length == 0;
        if (!isFormed || isWhole || (dash > 0 && first > last))
        {
            return null;
        }

        if (dash == 0)
        {
            // A suffix: the last bytes.
            first = Math.Max(length - last, 0);
            last = last == 0 ? -1 : long.MaxValue;
        }

        return new ByteRange(first, Math.Max(Math.Min(last, length - 1) - first + 1, 0));
    }

    // Digits only; a number that is too large lies beyond every file.
    private static bool TryRead(string text, out long value)
    {
        value = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '9')
            {
                return false;
            }

            value = value > (long.MaxValue - 9) / 10 ? long.MaxValue : (value * 10) + (digit - '0');
        }

        return true;
    }
}
