// Text to match, and where it came from.

using System;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>A stretch of a console's text.</summary>
/// <param name="Text">The text, from the beginning of a line.</param>
/// <param name="Places">Where each letter, and the end, is in the raw text.</param>
/// <param name="Start">Where in <paramref name="Text"/> the unused part starts.</param>
internal sealed record ConsoleView(string Text, int[] Places, int Start)
{
    /// <summary>The text <paramref name="came"/>, as it came, from place <paramref name="offset"/>.</summary>
    public static ConsoleView Raw(string came, int offset)
    {
        int[] places = new int[came.Length + 1];
        for (int at = 0; at < places.Length; at++)
        {
            places[at] = offset + at;
        }

        return new ConsoleView(came, places, 0);
    }

    /// <summary>
    /// This text with the unused part starting at place <paramref name="position"/>, with or without the unfinished line.
    /// </summary>
    public ConsoleView From(int position, bool isUnfinished)
    {
        int start = Array.FindIndex(Places, place => place >= position);
        int end = isUnfinished ? Text.Length : Text.LastIndexOf('\n') + 1;
        return this with { Text = Text[..end], Start = Math.Min(start < 0 ? end : start, end) };
    }
}
