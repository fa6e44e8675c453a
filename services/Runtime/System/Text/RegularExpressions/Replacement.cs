// The text of a replacement: $1, ${name}, $$, $&, $`, $', $+ and $_.

namespace System.Text.RegularExpressions;

internal static class Replacement
{
    internal static void Append(StringBuilder text, string replacement, Match match)
    {
        for (int at = 0; at < replacement.Length; at++)
        {
            int used = replacement[at] == '$' && at + 1 < replacement.Length ? AppendGroup(text, replacement, at + 1, match) : 0;
            if (used == 0)
            {
                text.Append(replacement[at]);
            }

            at += used;
        }
    }

    // The number of characters after the sign that form the reference; 0: the sign itself is meant.
    private static int AppendGroup(StringBuilder text, string replacement, int at, Match match)
    {
        switch (replacement[at])
        {
            case '$':
                text.Append('$');
                return 1;
            case '&':
                text.Append(match.Value);
                return 1;
            case '`':
                text.Append(match.Text, 0, match.Index);
                return 1;
            case '\'':
                text.Append(match.Text, match.Index + match.Length, match.Text.Length - match.Index - match.Length);
                return 1;
            case '_':
                text.Append(match.Text);
                return 1;
            case '+':
                text.Append(match.Groups[match.Groups.Count - 1].Value);
                return 1;
            case '{':
                int end = replacement.IndexOf('}', at);
                return end < 0 || !TryAppend(text, replacement.Substring(at + 1, end - at - 1), match) ? 0 : end - at + 1;
            default:
                int length = 0;
                while (at + length < replacement.Length && char.IsAsciiDigit(replacement[at + length]))
                {
                    length++;
                }

                return length == 0 || !TryAppend(text, replacement.Substring(at, length), match) ? 0 : length;
        }
    }

    private static bool TryAppend(StringBuilder text, string name, Match match)
    {
        foreach (Group group in (System.Collections.Generic.IEnumerable<Group>)match.Groups)
        {
            if (group.Name == name)
            {
                text.Append(group.Value);
                return true;
            }
        }

        return false;
    }
}
