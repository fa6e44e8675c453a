// Whether a custom format needs parts that a day, or a time of day, does not have.

namespace System.Globalization;

internal static class FormatLetters
{
    /// <summary>
    /// Whether one of <paramref name="letters"/> occurs in <paramref name="format"/>, outside quotes and not after a backslash.
    /// FormatException: an unterminated quote.
    /// </summary>
    internal static bool Has(string format, string letters)
    {
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (c is '\'' or '"')
            {
                i = format.IndexOf(c, i + 1);
                if (i < 0)
                {
                    throw new FormatException($"Cannot find a matching quote character for the character '{c}'.");
                }
            }
            else if (c == '\\')
            {
                i++;
            }
            else if (letters.IndexOf(c) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
