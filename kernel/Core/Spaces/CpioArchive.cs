// Reads a cpio "newc" archive: the names, and where their contents lie. The archive is data from outside: every number is checked.

using System;

namespace RustKernel.Spaces;

/// <summary>An archive in memory.</summary>
public readonly ref struct CpioArchive
{
    private const int HeaderBytes = 110;
    private const int FieldDigits = 8;
    private const int SizeField = 6 + (6 * FieldDigits);
    private const int NameSizeField = 6 + (11 * FieldDigits);
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>The archive in <paramref name="bytes"/>, which may extend beyond its end.</summary>
    public CpioArchive(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Finds a file: its offset in the archive and its size. NotFound; Corrupt: an earlier header is invalid.</summary>
    public ErrorCode Find(ReadOnlySpan<byte> name, out int offset, out int sizeBytes)
    {
        int at = 0;
        while (true)
        {
            ErrorCode error = ReadEntry(at, out ReadOnlySpan<byte> found, out offset, out sizeBytes, out at);
            if (error != ErrorCode.None || found.SequenceEqual(name))
            {
                return error;
            }
        }
    }

    /// <summary>
    /// Reads the entry at <paramref name="at"/> (0 is the first) and finds the next one. NotFound:
    /// the archive ends here; Corrupt.
    /// </summary>
    public ErrorCode ReadEntry(int at, out ReadOnlySpan<byte> name, out int offset, out int sizeBytes, out int next)
    {
        name = default;
        offset = 0;
        sizeBytes = 0;
        next = at;
        if (at < 0 || at > _bytes.Length - HeaderBytes)
        {
            return _bytes.Length == 0 ? ErrorCode.NotFound : ErrorCode.Corrupt;
        }

        ReadOnlySpan<byte> header = _bytes.Slice(at, HeaderBytes);
        if (!header.Slice(0, 6).SequenceEqual("070701"u8)
            || !TryHex(header, NameSizeField, out uint nameBytes)
            || !TryHex(header, SizeField, out uint contentBytes))
        {
            return ErrorCode.Corrupt;
        }

        uint limit = (uint)(_bytes.Length - at - HeaderBytes);
        if (nameBytes == 0 || nameBytes > limit || contentBytes > limit)
        {
            return ErrorCode.Corrupt;
        }

        uint dataAt = RoundUp((uint)at + HeaderBytes + nameBytes);
        if (dataAt > (uint)_bytes.Length || contentBytes > (uint)_bytes.Length - dataAt)
        {
            return ErrorCode.Corrupt;
        }

        name = UntilNul(_bytes.Slice(at + HeaderBytes, (int)nameBytes));
        offset = (int)dataAt;
        sizeBytes = (int)contentBytes;
        next = (int)RoundUp(dataAt + contentBytes);
        return name.SequenceEqual("TRAILER!!!"u8) ? ErrorCode.NotFound : ErrorCode.None;
    }

    private static uint RoundUp(uint value) => (value + 3) & ~3u;

    private static ReadOnlySpan<byte> UntilNul(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && text[length] != 0)
        {
            length++;
        }

        return text.Slice(0, length);
    }

    private static bool TryHex(ReadOnlySpan<byte> header, int at, out uint value)
    {
        value = 0;
        for (int i = at; i < at + FieldDigits; i++)
        {
            int digit = header[i] is >= (byte)'0' and <= (byte)'9' ? header[i] - '0'
                : (header[i] | 0x20) is >= 'a' and <= 'f' ? (header[i] | 0x20) - 'a' + 10
                : -1;
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | (uint)digit;
        }

        return true;
    }
}
