// The text that a panic before this boot left: the kernel puts it into its log before the first program runs.

using System.Collections.Generic;

namespace RustKernel.Services.Log;

/// <summary>Finds that text in the log: consecutive lines that begin with "| ", after the line that announces them.</summary>
internal static class KeptText
{
    private const string Announcement = "Boot: the kernel panicked before this start";

    // The kernel's boot log, and the text that it keeps.
    private const ulong MostBytes = 32 * 1024;

    /// <summary>The unchanged lines, after a line of this boot; empty if there are none.</summary>
    internal static byte[] Find(LogClient log)
    {
        List<byte> text = new();
        byte[] piece = [0];
        ulong next = 0;
        while (next < MostBytes && piece.Length > 0 && log.Read(next, out piece, out next) == ErrorCode.None)
        {
            text.AddRange(piece);
            if (next != (ulong)text.Count)
            {
                // The log has lost its beginning: what remains may be a program's text.
                return [];
            }
        }

        return Take(text.ToArray());
    }

    /// <summary>The same for a given text.</summary>
    internal static byte[] Take(byte[] text)
    {
        List<byte> kept = new();
        bool isAnnounced = false;
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && text[end] != (byte)'\n')
            {
                end++;
            }

            bool isKept = end - start >= 2 && text[start] == (byte)'|' && text[start + 1] == (byte)' ';
            if (isAnnounced && !isKept)
            {
                break;
            }

            if (isKept && isAnnounced)
            {
                // Unchanged, with "| ": a console that shows it must not look like that of a kernel in panic.
                kept.AddRange(text[start..end]);
                kept.Add((byte)'\n');
            }

            isAnnounced |= StartsWith(text, start, Announcement);
            start = end + 1;
        }

        return kept.ToArray();
    }

    private static bool StartsWith(byte[] text, int at, string start)
    {
        int same = 0;
        while (same < start.Length && at + same < text.Length && text[at + same] == start[same])
        {
            same++;
        }

        return same == start.Length;
    }
}
