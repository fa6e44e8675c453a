// The end of a console of any length.

using System;
using System.Text;

namespace RustKernel.Hil.Reports.Consoles;

/// <summary>Keeps the last <see cref="MaximumBytes"/> bytes, and counts those before them.</summary>
public sealed class ConsoleTail
{
    /// <summary>How much is kept. Views that a program embeds whole must not grow with a flood.</summary>
    public const int MaximumBytes = 64 * 1024;

    // Twice the size, so that moving the rest to the front is rare.
    private readonly byte[] _bytes = new byte[2 * MaximumBytes];
    private int _length;
    private long _total;

    /// <summary>Bytes that came before those kept.</summary>
    public long LeftOut => _total - Kept.Length;

    /// <summary>The kept bytes as text; invalid UTF-8 becomes U+FFFD. A character cut at the start is left out whole.</summary>
    public string Text
    {
        get
        {
            ReadOnlySpan<byte> kept = Kept;
            while (LeftOut > 0 && kept.Length > 0 && (kept[0] & 0xc0) == 0x80)
            {
                kept = kept[1..];
            }

            return Encoding.UTF8.GetString(kept);
        }
    }

    private ReadOnlySpan<byte> Kept => _bytes.AsSpan(Math.Max(0, _length - MaximumBytes), Math.Min(_length, MaximumBytes));

    /// <summary>Takes <paramref name="bytes"/>.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _total += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_length == _bytes.Length)
            {
                _bytes.AsSpan(MaximumBytes).CopyTo(_bytes);
                _length = MaximumBytes;
            }

            int count = Math.Min(bytes.Length, _bytes.Length - _length);
            bytes[..count].CopyTo(_bytes.AsSpan(_length));
            _length += count;
            bytes = bytes[count..];
        }
    }
}
