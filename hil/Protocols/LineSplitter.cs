// Cuts a byte stream into lines, with the time of each line's first and last byte. Memory is bounded whatever arrives.

using System;
using System.Buffers;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Takes bytes in chunks of any size and hands out lines without their LF or CR LF. A line longer than
/// <see cref="MaximumLineBytes"/> is handed out cut, marked as overlong, and its rest is skipped.
/// </summary>
public sealed class LineSplitter
{
    /// <summary>The longest line that is kept whole, in bytes.</summary>
    public const int MaximumLineBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _pending = new(256);
    private bool _overlong;
    private long _startNanoseconds;

    /// <summary>
    /// Receives one line: its bytes (valid during the call only), the times of its first and last
    /// byte, and whether it was cut.
    /// </summary>
    public delegate void LineHandler(ReadOnlySpan<byte> line, long startNanoseconds, long endNanoseconds, bool overlong);

    /// <summary>The bytes of the line that has not ended yet.</summary>
    public ReadOnlySpan<byte> Pending => _pending.WrittenSpan;

    /// <summary>
    /// Takes <paramref name="bytes"/>, received at <paramref name="nanoseconds"/> since the run's
    /// start, and calls <paramref name="handler"/> for each line that ends in them.
    /// </summary>
    public void Feed(ReadOnlySpan<byte> bytes, long nanoseconds, LineHandler handler)
    {
        while (bytes.Length > 0)
        {
            if (_pending.WrittenCount == 0 && !_overlong)
            {
                _startNanoseconds = nanoseconds;
            }

            int end = bytes.IndexOf((byte)'\n');
            Keep(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }

            ReadOnlySpan<byte> line = _pending.WrittenSpan;
            if (line.Length > 0 && line[^1] == '\r')
            {
                line = line[..^1];
            }

            handler(line, _startNanoseconds, nanoseconds, _overlong);
            _pending.ResetWrittenCount();
            _overlong = false;
            bytes = bytes[(end + 1)..];
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        int room = MaximumLineBytes - _pending.WrittenCount;
        if (bytes.Length > room)
        {
            _overlong = true;
            bytes = bytes[..room];
        }

        _pending.Write(bytes);
    }
}
