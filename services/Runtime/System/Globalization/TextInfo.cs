// What a culture does to letters: the invariant one.

using System.Text;

namespace System.Globalization;

public sealed class TextInfo
{
    internal static TextInfo Invariant { get; } = new();

    public string CultureName => "";

    public string ListSeparator => ",";

    public char ToLower(char c) => char.ToLowerInvariant(c);

    public string ToLower(string str) => str.ToLowerInvariant();

    public char ToUpper(char c) => char.ToUpperInvariant(c);

    public string ToUpper(string str) => str.ToUpperInvariant();

    // Words of capitals alone stay as they are; an apostrophe does not end a word.
    public string ToTitleCase(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        StringBuilder made = new(str.Length);
        for (int at = 0; at < str.Length;)
        {
            int end = at;
            bool hasSmall = false;
            while (end < str.Length && (char.IsLetter(str[end]) || (end > at && IsInside(str[end]))))
            {
                hasSmall |= char.IsLower(str[end]);
                end++;
            }

            if (end == at)
            {
                made.Append(str[at++]);
                continue;
            }

            made.Append(char.ToUpperInvariant(str[at]));
            ReadOnlySpan<char> rest = str.AsSpan(at + 1, end - at - 1);
            made.Append(hasSmall ? rest.ToString().ToLowerInvariant() : rest.ToString());
            at = end;
        }

        return made.ToString();
    }

    private static bool IsInside(char c) => c == '\'' || char.IsDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ConnectorPunctuation;
}
