// What kind of bytes a serial line carries.

using System;
using System.Buffers;
using System.Text;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Counts text, garbage and how evenly the values are spread: enough to tell a wrong baud rate from
/// noise. Not thread-safe.
/// </summary>
public sealed class ByteCensus
{
    private readonly long[] _counts = new long[256];
    private readonly byte[] _tail = new byte[4];
    private int _tailLength;

    /// <summary>Bytes taken.</summary>
    public long Total { get; private set; }

    /// <summary>Bytes that are no UTF-8, or control characters that no text has.</summary>
    public long Garbage { get; private set; }

    /// <summary>The first garbage, at most 32 bytes from where it began, in hexadecimal.</summary>
    public string FirstGarbage { get; private set; } = "";

    /// <summary>The share of <see cref="Garbage"/>, 0 to 1.</summary>
    public double GarbageShare => Total == 0 ? 0 : (double)Garbage / Total;

    /// <summary>Bits of information in a byte: text has about 5, noise close to 8, and bytes at a wrong rate something between.</summary>
    public double Entropy
    {
        get
        {
            double bits = 0;
            foreach (long count in _counts)
            {
                if (count > 0)
                {
                    bits -= (double)count / Total * Math.Log2((double)count / Total);
                }
            }

            return bits;
        }
    }

    /// <summary>Takes <paramref name="bytes"/>.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        Total += bytes.Length;
        foreach (byte value in bytes)
        {
            _counts[value]++;
        }
        // A character may begin in one piece and end in the next.
        if (_tailLength > 0)
        {
            byte[] joined = [.. _tail.AsSpan(0, _tailLength), .. bytes];
            _tailLength = 0;
            Scan(joined);
            return;
        }

        Scan(bytes);
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int plain = bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            if (plain < 0)
            {
                return;
            }

            bytes = bytes[plain..];
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length);
            if (status == OperationStatus.NeedMoreData && bytes.Length < 4)
            {
                bytes.CopyTo(_tail);
                _tailLength = bytes.Length;
                return;
            }

            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not (9 or 10 or 13 or 27)))
            {
                if (FirstGarbage.Length == 0)
                {
                    FirstGarbage = Convert.ToHexStringLower(bytes[..Math.Min(32, bytes.Length)]);
                }

                Garbage += length;
            }

            bytes = bytes[length..];
        }
    }
}
