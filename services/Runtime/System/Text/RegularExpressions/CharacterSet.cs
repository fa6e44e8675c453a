// Characters that match at a place of a pattern: ranges, Unicode's categories, sets of these; or all others.

using System.Collections.Generic;
using System.Globalization;

namespace System.Text.RegularExpressions;

internal sealed class CharacterSet
{
    // Letters, nonspacing marks, decimal digits, connectors.
    private const int WordCategories = 0x1F | (1 << 5) | (1 << 8) | (1 << 18);
    private readonly List<(char First, char Last)> _ranges = [];
    private readonly List<CharacterSet> _sets = [];
    private int _categories;
    private bool _isSpace;

    internal bool IsNegated { get; set; }

    internal bool IgnoresCase { get; set; }

    /// <summary>Exceptions: characters of the set that do not match.</summary>
    internal CharacterSet? Without { get; set; }

    internal static CharacterSet Of(char c, bool ignoresCase)
    {
        CharacterSet set = new() { IgnoresCase = ignoresCase };
        set.Add(c, c);
        return set;
    }

    /// <summary>All, or all except the end of a line.</summary>
    internal static CharacterSet Any(bool isSingleLine)
    {
        CharacterSet set = new() { IsNegated = true };
        if (!isSingleLine)
        {
            set.Add('\n', '\n');
        }

        return set;
    }

    /// <summary>The set of an escape: d, w, s, or their opposites in capitals.</summary>
    internal static CharacterSet? OfEscape(char escape, bool isAscii)
    {
        CharacterSet set = new() { IsNegated = char.IsAsciiLetterUpper(escape) };
        switch (char.ToLowerInvariant(escape))
        {
            case 'd' when isAscii:
                set.Add('0', '9');
                return set;
            case 'w' when isAscii:
                set.Add('0', '9');
                set.Add('A', 'Z');
                set.Add('a', 'z');
                set.Add('_', '_');
                return set;
            case 'd':
                set._categories = 1 << (int)UnicodeCategory.DecimalDigitNumber;
                return set;
            case 'w':
                set._categories = WordCategories;
                return set;
            case 's':
                set._isSpace = true;
                return set;
            default:
                return null;
        }
    }

    /// <summary>The set of a category's name: L, Lu, P ...; null: the name is unknown.</summary>
    internal static CharacterSet? OfCategory(string name, bool isNegated)
    {
        const string Names = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn ";
        CharacterSet set = new() { IsNegated = isNegated };
        for (int i = 0; i < Names.Length / 3; i++)
        {
            if (Names.Substring(i * 3, 2).StartsWith(name, StringComparison.Ordinal))
            {
                set._categories |= 1 << i;
            }
        }

        return set._categories == 0 ? null : set;
    }

    /// <summary>Whether word boundaries treat <paramref name="c"/> as part of a word.</summary>
    internal static bool IsWord(char c) => c is '\u200D' or '\u200C' || ((1 << (int)char.GetUnicodeCategory(c)) & WordCategories) != 0;

    internal void Add(char first, char last) => _ranges.Add((first, last));

    internal void Add(CharacterSet set) => _sets.Add(set);

    internal bool Has(char c)
    {
        bool isIn = HasAsIs(c) || (IgnoresCase && (HasAsIs(char.ToLowerInvariant(c)) || HasAsIs(char.ToUpperInvariant(c))));
        return isIn != IsNegated && (Without is null || !Without.Has(c));
    }

    private bool HasAsIs(char c)
    {
        foreach ((char first, char last) in _ranges)
        {
            if (c >= first && c <= last)
            {
                return true;
            }
        }

        foreach (CharacterSet set in _sets)
        {
            if (set.Has(c))
            {
                return true;
            }
        }

        return (_isSpace && char.IsWhiteSpace(c))
            || (_categories != 0 && ((1 << (int)char.GetUnicodeCategory(c)) & _categories) != 0);
    }
}
