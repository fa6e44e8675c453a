// Case and titles in the invariant culture.

using System.Text;

namespace System.Globalization;

public sealed class TextInfo
{
    internal static TextInfo Invariant { get; } = new();

    public string CultureName => "";

    public string ListSeparator => ",";

    public char ToLower(char c) => char.ToLowerInvariant(c);

    public string ToLower(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        return str.ToLowerInvariant();
    }

    public char ToUpper(char c) => char.ToUpperInvariant(c);

    public string ToUpper(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        return str.ToUpperInvariant();
    }

    // Words in capitals stay unchanged. An apostrophe does not end a word, but ends such capitals: the letters after it become small.
    public string ToTitleCase(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        StringBuilder made = new(str.Length);
        for (int at = 0; at < str.Length;)
        {
            if (!char.IsLetter(str[at]))
            {
                made.Append(str[at++]);
                continue;
            }

            made.Append(First(str[at]));
            bool isSmall = char.IsLower(str[at++]);
            at = AddRest(made, str, at, isSmall);
            while (at < str.Length && str[at] == '\'')
            {
                made.Append(str[at++]);
                at = AddRest(made, str, at, true);
            }
        }

        return made.ToString();
    }

    // Adds a word up to its end or an apostrophe, and returns that place.
    private static int AddRest(StringBuilder made, string text, int from, bool hasSmall)
    {
        int end = from;
        while (end < text.Length && (char.IsLetter(text[end]) || IsInside(text[end])))
        {
            hasSmall |= char.IsLower(text[end]);
            end++;
        }

        string rest = text.Substring(from, end - from);
        made.Append(hasSmall ? rest.ToLowerInvariant() : rest);
        return end;
    }

    private static bool IsInside(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Two letters in one character: the first becomes the capital.
    private static char First(char c) => c switch
    {
        >= '\u01C4' and <= '\u01C6' => '\u01C5',
        >= '\u01C7' and <= '\u01C9' => '\u01C8',
        >= '\u01CA' and <= '\u01CC' => '\u01CB',
        >= '\u01F1' and <= '\u01F3' => '\u01F2',
        _ => char.ToUpperInvariant(c),
    };
}
