// The escape sequences of terminals.

using System;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>
/// Measures sequences in their seven-bit form (ESC and a letter) and their eight-bit form (one control character for both). [ECMA-48 5.3 to
/// 5.6] A sequence never extends beyond its line: text that only looks like the start of one must not swallow the lines after it.
/// </summary>
internal static class EscapeSequence
{
    private const char Escape = '\e';
    private const char Terminator = '\u009c';
    private const int OneLetter = 0x40;

    // CAN and SUB abandon a sequence. [VT100 user guide, "Control characters"]
    private const string Cancels = "\u0018\u001a";
    private const string StringEnds = "\a\u009c\e\r\n\u0018\u001a";

    /// <summary>True for a letter that starts a sequence: ESC, or a control character that means ESC and a letter.</summary>
    public static bool Begins(char letter) => letter == Escape || IsOneLetter(letter);

    /// <summary>
    /// The length of the sequence at the start of <paramref name="text"/>. An unfinished one takes the rest, as its end may still come. One
    /// that is broken off ends before the first letter that does not belong to it.
    /// </summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        bool isOneLetter = IsOneLetter(text[0]);
        if (!isOneLetter && (text.Length < 2 || IsControl(text[1])))
        {
            return 1;
        }

        int head = isOneLetter ? 1 : 2;
        return (isOneLetter ? (char)(text[0] - OneLetter) : text[1]) switch
        {
            '[' => head + ControlLength(text[head..]),
            ']' or 'P' or '^' or '_' or 'X' => head + StringLength(text[head..]),
            >= ' ' and <= '/' => ChoiceLength(text),
            _ => head,
        };
    }

    private static bool IsOneLetter(char letter) => letter is '\u009b' or '\u009d' or '\u0090' or '\u0098' or '\u009e' or '\u009f';

    private static bool IsControl(char letter) => letter is < ' ' or (>= '\u007f' and <= '\u009f');

    // Parameters, then the letter that says what they mean.
    private static int ControlLength(ReadOnlySpan<char> rest)
    {
        int last = rest.IndexOfAnyExceptInRange(' ', '?');
        if (last < 0)
        {
            return rest.Length;
        }

        return last + (rest[last] is (>= '@' and <= '~') || Cancels.Contains(rest[last]) ? 1 : 0);
    }

    // Ended by BEL or ST, which is ESC \ or one letter.
    private static int StringLength(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(StringEnds);
        if (end < 0)
        {
            return rest.Length;
        }

        if (rest[end] == Escape)
        {
            return end + 1 == rest.Length ? rest.Length : rest[end + 1] == '\\' ? end + 2 : end;
        }

        return rest[end] is '\a' or Terminator || Cancels.Contains(rest[end]) ? end + 1 : 0;
    }

    // A choice of character set: some bytes, and the one that chooses.
    private static int ChoiceLength(ReadOnlySpan<char> text)
    {
        int last = text[1..].IndexOfAnyExceptInRange(' ', '/');
        return last < 0 ? text.Length : 1 + last + (IsControl(text[1 + last]) ? 0 : 1);
    }
}
