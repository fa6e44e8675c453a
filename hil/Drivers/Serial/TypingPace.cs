// How fast a board can take input.

using System;
using System.Threading;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>
/// Pauses between bytes and lines. A board whose UART has no buffer, or whose loader polls it seldom, loses bytes that come faster than it
/// polls.
/// </summary>
/// <param name="CharacterDelay">The pause after each byte.</param>
/// <param name="LineDelay">The further pause after each line: after its CR, its LF, or both together.</param>
public sealed record TypingPace(TimeSpan CharacterDelay, TimeSpan LineDelay)
{
    /// <summary>Delivers as one piece.</summary>
    public static TypingPace None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>
    /// Gives <paramref name="bytes"/> to <paramref name="write"/> in pieces, with a pause after each. Returns false early when the writer
    /// does or when <paramref name="end"/> is signalled.
    /// </summary>
    public bool Send(ReadOnlySpan<byte> bytes, Piece write, CancellationToken end)
    {
        while (bytes.Length > 0)
        {
            int length = Length(bytes, out TimeSpan pause);
            if (!write(bytes[..length]))
            {
                return false;
            }

            bytes = bytes[length..];
            if (pause > TimeSpan.Zero && end.WaitHandle.WaitOne(pause))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes one piece; false when the line is gone.</summary>
    public delegate bool Piece(ReadOnlySpan<byte> bytes);

    private int Length(ReadOnlySpan<byte> bytes, out TimeSpan pause)
    {
        int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        int length = CharacterDelay > TimeSpan.Zero ? 1 : LineDelay > TimeSpan.Zero && end >= 0 ? end + 1 : bytes.Length;
        bool isWithinLineEnd = length < bytes.Length && bytes[length - 1] == '\r' && bytes[length] == '\n';
        length += isWithinLineEnd && CharacterDelay == TimeSpan.Zero && LineDelay > TimeSpan.Zero ? 1 : 0;
        bool endsLine = bytes[length - 1] is (byte)'\r' or (byte)'\n' && !(isWithinLineEnd && bytes[length - 1] == '\r');
        // The system sleeps whole milliseconds: round up, so that the pause is never shorter than asked for.
        TimeSpan sum = CharacterDelay + (endsLine ? LineDelay : TimeSpan.Zero);
        pause = TimeSpan.FromMilliseconds(Math.Ceiling(sum.TotalMilliseconds));
        return length;
    }
}
