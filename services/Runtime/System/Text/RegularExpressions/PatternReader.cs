// Parses a pattern.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

internal sealed class PatternReader
{
    private const int MostRepeats = 1000;
    private readonly string _pattern;
    private readonly Dictionary<string, PatternGroup> _named = [];
    private readonly List<PatternGroup> _groups = [];
    private readonly List<(PatternGroup Group, int At)> _references = [];
    private RegexOptions _options;
    private int _at;

    internal PatternReader(string pattern, RegexOptions options)
    {
        _pattern = pattern;
        _options = options;
    }

    /// <summary>The groups in the order of their numbers, without the whole match.</summary>
    internal List<PatternGroup> Groups => _groups;

    private bool IsAtEnd => _at >= _pattern.Length;

    private char Here => _pattern[_at];

    private bool IgnoresCase => Has(RegexOptions.IgnoreCase);

    internal PatternNode Read()
    {
        PatternNode whole = ReadChoice();
        if (!IsAtEnd)
        {
            throw Bad("Too many )'s.");
        }

        int number = 0;
        foreach (bool isNamed in new[] { false, true })
        {
            foreach (PatternGroup group in _groups)
            {
                if (group.IsNamed == isNamed && group.Number < 0)
                {
                    do
                    {
                        number++;
                    }
                    while (_groups.Exists(other => other.Number == number));
                    group.Number = number;
                }
            }
        }

        _groups.Sort((one, other) => one.Number - other.Number);
        foreach ((PatternGroup reference, int at) in _references)
        {
            Resolve(reference, at);
        }

        return whole;
    }

    private void Resolve(PatternGroup reference, int at)
    {
        PatternGroup? group = reference.IsNamed
            ? _groups.Find(group => group.Name == reference.Name)
            : _groups.Find(group => group.Number == reference.Number);
        if (group is null)
        {
            _at = at;
            throw Bad(reference.IsNamed
                ? $"Reference to undefined group name '{reference.Name}'."
                : $"Reference to undefined group number {reference.Number}.");
        }

        reference.Number = group.Number;
    }

    private bool Has(RegexOptions option) => (_options & option) != 0;

    private RegexParseException Bad(string reason) => new(_pattern, _at, reason);

    private bool Take(string text)
    {
        bool isHere = string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;
        _at += isHere ? text.Length : 0;
        return isHere;
    }

    private char Next(string missing) => IsAtEnd ? throw Bad(missing) : _pattern[_at++];

    private PatternNode ReadChoice()
    {
        PatternNode choice = new(PatternKind.Choice);
        RegexOptions outer = _options;
        do
        {
            choice.Parts.Add(ReadSequence());
        }
        while (Take("|"));
        _options = outer;
        return choice.Parts.Count == 1 ? choice.Parts[0] : choice;
    }

    private PatternNode ReadSequence()
    {
        PatternNode sequence = new(PatternKind.Sequence);
        for (SkipBlanks(); !IsAtEnd && Here is not ('|' or ')'); SkipBlanks())
        {
            PatternNode? part = ReadPart();
            if (part is not null)
            {
                SkipBlanks();
                sequence.Parts.Add(ReadRepeats(part));
            }
        }

        return sequence;
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd)
        {
            if (Take("(?#"))
            {
                int end = _pattern.IndexOf(')', _at);
                _at = end < 0 ? throw Bad("Unterminated (?#...) comment.") : end + 1;
            }
            else if (Has(RegexOptions.IgnorePatternWhitespace) && char.IsWhiteSpace(Here))
            {
                _at++;
            }
            else if (Has(RegexOptions.IgnorePatternWhitespace) && Here == '#')
            {
                int end = _pattern.IndexOf('\n', _at);
                _at = end < 0 ? _pattern.Length : end + 1;
            }
            else
            {
                return;
            }
        }
    }

    private PatternNode? ReadPart()
    {
        char c = _pattern[_at++];
        switch (c)
        {
            case '(':
                return ReadGroup();
            case '[':
                return Character(ReadSet());
            case '\\':
                return ReadEscape();
            case '.':
                return Character(CharacterSet.Any(Has(RegexOptions.Singleline)));
            case '^':
                return Assertion(Has(RegexOptions.Multiline) ? '^' : 'A');
            case '$':
                return Assertion(Has(RegexOptions.Multiline) ? '$' : 'Z');
            case '*' or '+' or '?':
                _at--;
                throw Bad($"Quantifier '{c}' following nothing.");
            default:
                return Character(CharacterSet.Of(c, IgnoresCase));
        }
    }

    private static PatternNode Character(CharacterSet set) => new(PatternKind.Character) { Set = set };

    private static PatternNode Assertion(char letter) => new(PatternKind.Assertion) { Letter = letter };

    private PatternNode ReadRepeats(PatternNode part)
    {
        if (!ReadCounts(out int least, out int most))
        {
            return part;
        }

        bool isLazy = Take("?");
        int at = _at;
        if (ReadCounts(out _, out _))
        {
            _at = at;
            throw Bad($"Nested quantifier '{Here}'.");
        }

        PatternNode loop = new(PatternKind.Loop) { Least = least, Most = most, IsLazy = isLazy };
        loop.Parts.Add(part);
        return loop;
    }

    private bool ReadCounts(out int least, out int most)
    {
        least = 0;
        most = -1;
        if (Take("*"))
        {
            return true;
        }

        if (Take("+"))
        {
            least = 1;
            return true;
        }

        if (Take("?"))
        {
            most = 1;
            return true;
        }

        int start = _at;
        if (Take("{") && ReadNumber(out least))
        {
            most = least;
            if (Take(",") && !ReadNumber(out most))
            {
                most = -1;
            }

            if (Take("}"))
            {
                return most >= 0 && most < least ? throw Bad("Illegal {x,y} with x > y.") : true;
            }
        }

        _at = start;
        return false;
    }

    private bool ReadNumber(out int number)
    {
        int start = _at;
        number = 0;
        while (!IsAtEnd && char.IsAsciiDigit(Here))
        {
            number = (number * 10) + (Here - '0');
            if (number > MostRepeats * MostRepeats)
            {
                throw Bad("Capture group numbers must be less than or equal to Int32.MaxValue.");
            }

            _at++;
        }

        return _at > start;
    }

    private PatternNode? ReadGroup()
    {
        RegexOptions outer = _options;
        PatternNode node;
        if (!Take("?"))
        {
            node = Has(RegexOptions.ExplicitCapture) ? new(PatternKind.Sequence) : Group(null);
        }
        else if (Take(":"))
        {
            node = new(PatternKind.Sequence);
        }
        else if (Take(">"))
        {
            node = new(PatternKind.Look) { IsAtomic = true };
        }
        else if (Take("=") || Take("!"))
        {
            node = new(PatternKind.Look) { IsNegative = _pattern[_at - 1] == '!' };
        }
        else if (Take("<=") || Take("<!"))
        {
            node = new(PatternKind.Look) { IsBehind = true, IsNegative = _pattern[_at - 1] == '!' };
        }
        else if (Take("<") || Take("P<") || Take("'"))
        {
            node = Group(ReadName(_pattern[_at - 1] == '\'' ? '\'' : '>'));
        }
        else if (ReadOptions())
        {
            return null;
        }
        else
        {
            node = new(PatternKind.Sequence);
        }

        node.Parts.Add(ReadChoice());
        if (!Take(")"))
        {
            throw Bad("Not enough )'s.");
        }

        _options = outer;
        return node;
    }

    private PatternNode Group(string? name)
    {
        if (name is null || !_named.TryGetValue(name, out PatternGroup? group))
        {
            group = new PatternGroup(name);
            if (name is not null)
            {
                _named.Add(name, group);
                group.Number = int.TryParse(name, out int number) ? number : -1;
            }

            _groups.Add(group);
        }

        return new(PatternKind.Group) { Group = group };
    }

    private string ReadName(char end)
    {
        int start = _at;
        while (!IsAtEnd && CharacterSet.IsWord(Here))
        {
            _at++;
        }

        string name = _pattern.Substring(start, _at - start);
        return name.Length == 0 || !Take(end.ToString())
            ? throw Bad("Invalid group name: Group names must begin with a word character.")
            : name;
    }

    // True: they apply from here on. False: up to the end of the group that they begin.
    private bool ReadOptions()
    {
        bool isOn = true;
        while (true)
        {
            char c = Next("Unrecognized grouping construct.");
            RegexOptions option = c switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                'n' => RegexOptions.ExplicitCapture,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                '-' or '+' or ')' or ':' => RegexOptions.None,
                '(' => throw new NotSupportedException("Services' Regex has no conditions (?(...)...): use two expressions."),
                _ => throw Bad("Unrecognized grouping construct."),
            };
            if (c is ')' or ':')
            {
                return c == ')';
            }

            isOn = c == '+' || (c != '-' && isOn);
            _options = isOn ? _options | option : _options & ~option;
        }
    }

    private PatternNode ReadEscape()
    {
        char c = Next("Illegal \\ at end of pattern.");
        switch (c)
        {
            case 'A' or 'Z' or 'z' or 'b' or 'B' or 'G':
                return Assertion(c);
            case 'k':
                char end = Next("Malformed \\k<...> named back reference.") switch
                {
                    '<' => '>',
                    '\'' => '\'',
                    _ => throw Bad("Malformed \\k<...> named back reference."),
                };
                return Reference(new PatternGroup(ReadName(end)));
            case >= '1' and <= '9':
                _at--;
                _ = ReadNumber(out int number);
                return Reference(new PatternGroup(null) { Number = number });
            default:
                _at--;
                return Character(ReadSetEscape(out char literal) ?? CharacterSet.Of(literal, IgnoresCase));
        }
    }

    private PatternNode Reference(PatternGroup group)
    {
        _references.Add((group, _at));
        return new(PatternKind.Reference) { Group = group, IgnoresCase = IgnoresCase };
    }

    // A set, or null and a character.
    private CharacterSet? ReadSetEscape(out char literal)
    {
        char c = Next("Illegal \\ at end of pattern.");
        literal = c;
        switch (c)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                return CharacterSet.OfEscape(c, Has(RegexOptions.ECMAScript));
            case 'p' or 'P':
                int end = _pattern.IndexOf('}', _at);
                string name = Take("{") && end > 0 ? _pattern.Substring(_at, end - _at) : throw Bad("Malformed \\p{X} character escape.");
                _at = end + 1;
                return CharacterSet.OfCategory(name, c == 'P') ?? throw Bad($"Unknown property '{name}'.");
            case 'x' or 'u':
                literal = ReadHex(c == 'x' ? 2 : 4);
                return null;
            case 'c':
                literal = (char)(char.ToUpperInvariant(Next("Missing control character.")) & 0x1F);
                return null;
            case '0':
                literal = ReadOctal();
                return null;
            default:
                int known = "abtnvfre".IndexOf(c);
                literal = known >= 0
                    ? "\a\b\t\n\v\f\r\e"[known]
                    : CharacterSet.IsWord(c) ? throw Bad($"Unrecognized escape sequence \\{c}.") : c;
                return null;
        }
    }

    private char ReadHex(int digits)
    {
        int value = 0;
        for (int i = 0; i < digits; i++)
        {
            char c = Next("Insufficient or invalid hexadecimal digits.");
            value = (value * 16) + (char.IsAsciiDigit(c) ? c - '0'
                : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10
                : throw Bad("Insufficient or invalid hexadecimal digits."));
        }

        return (char)value;
    }

    private char ReadOctal()
    {
        int value = 0;
        for (int i = 0; i < 2 && !IsAtEnd && Here is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + (_pattern[_at++] - '0');
        }

        return (char)value;
    }

    // After the opening bracket.
    private CharacterSet ReadSet()
    {
        CharacterSet set = new() { IgnoresCase = IgnoresCase, IsNegated = Take("^") };
        for (bool isFirst = true; ; isFirst = false)
        {
            char first = Next("Unterminated [] set.");
            if (first == ']' && !isFirst)
            {
                return set;
            }

            if (first == '-' && !isFirst && Take("["))
            {
                set.Without = ReadSet();
                continue;
            }

            if (first == '\\' && ReadSetEscape(out first) is { } escaped)
            {
                set.Add(escaped);
                continue;
            }

            char last = first;
            if (_at + 1 < _pattern.Length && Here == '-' && _pattern[_at + 1] is not (']' or '['))
            {
                _at++;
                last = Next("Unterminated [] set.");
                if (last == '\\' && ReadSetEscape(out last) is not null)
                {
                    throw Bad("Cannot include class in character range.");
                }
            }

            if (first > last)
            {
                throw Bad("[x-y] range in reverse order.");
            }

            set.Add(first, last);
        }
    }
}
