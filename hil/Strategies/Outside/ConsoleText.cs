// A console's text as a person sees it, or as it came.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>Keeps a console's text, and how much of it is used up. Not thread-safe.</summary>
internal sealed class ConsoleText
{
    private const int MaximumText = 16 << 20;
    private readonly ConsoleLetters _letters = new();
    private readonly StringBuilder _text = new();

    /// <summary>Where the unused part starts, in the raw text.</summary>
    public int Position { get; set; }

    /// <summary>Adds bytes; after 16 Mi letters they are dropped.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_text.Length >= MaximumText)
        {
            return;
        }

        _letters.Decode(bytes, _text);
    }

    /// <summary>The last <paramref name="most"/> letters that are not used up.</summary>
    public string Latest(int most)
    {
        int start = Math.Max(Position, _text.Length - most);
        return (start > Position ? "…" : "") + _text.ToString(start, _text.Length - start);
    }

    /// <summary>
    /// The text for a pattern to match: from the start of the line in which unused text starts. As a person sees it, every line ends in one
    /// LF, whatever CR and LF the machine sends. Escape sequences, control characters and what a backspace erased are left out.
    /// </summary>
    /// <param name="isRaw">True for the text as it came.</param>
    /// <param name="isUnfinished">True to include the last line before it has ended.</param>
    public ConsoleView View(bool isRaw, bool isUnfinished)
    {
        int start = Position;
        while (start > 0 && _text[start - 1] is not ('\n' or '\r'))
        {
            start--;
        }

        string came = _text.ToString(start, _text.Length - start);
        ConsoleView view = isRaw ? ConsoleView.Raw(came, start) : Seen(came, start);
        return view.From(Position, isUnfinished);
    }

    private static ConsoleView Seen(string came, int offset)
    {
        StringBuilder seen = new(came.Length);
        List<int> places = new(came.Length + 1);
        void Add(char letter, int at)
        {
            seen.Append(letter);
            places.Add(offset + at);
        }

        bool isReturned = false;
        for (int at = 0; at < came.Length; at++)
        {
            if (EscapeSequence.Begins(came[at]))
            {
                at += EscapeSequence.Length(came.AsSpan(at)) - 1;
                continue;
            }

            if (came[at] == '\r')
            {
                isReturned = true;
                continue;
            }

            if (came[at] == '\b' && seen.Length > 0 && seen[^1] != '\n')
            {
                seen.Length--;
                places.RemoveAt(places.Count - 1);
            }

            if (char.IsControl(came[at]) && came[at] is not ('\n' or '\t'))
            {
                continue;
            }

            // A carriage return next to a line feed is part of the line's end; alone it ends a line.
            bool isLineBegun = seen.Length > 0 && seen[^1] != '\n';
            if (isReturned && isLineBegun && came[at] != '\n')
            {
                Add('\n', at);
            }

            isReturned = false;
            Add(came[at], at);
        }

        places.Add(offset + came.Length);
        return new ConsoleView(seen.ToString(), [.. places], 0);
    }
}
