// Regular expressions: a backtracking matcher of .NET's syntax, without conditions, balancing groups and right-to-left matching.

using System.Collections.Generic;

namespace System.Text.RegularExpressions;

public class Regex
{
    private static Regex? s_last;
    private readonly string _pattern;
    private readonly PatternProgram _program;
    private readonly List<PatternGroup> _groups;

    public Regex(string pattern)
        : this(pattern, RegexOptions.None)
    {
    }

    public Regex(string pattern, RegexOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if ((options & RegexOptions.RightToLeft) != 0)
        {
            throw new NotSupportedException("Services' Regex does not match from right to left.");
        }

        _pattern = pattern;
        Options = options;
        PatternReader reader = new(pattern, options);
        _program = new PatternProgram(reader.Read());
        _groups = reader.Groups;
        Numbers = new int[_groups.Count + 1];
        for (int i = 0; i < _groups.Count; i++)
        {
            Numbers[i + 1] = _groups[i].Number;
        }
    }

    public RegexOptions Options { get; }

    public bool RightToLeft => false;

    internal int[] Numbers { get; }

    public static bool IsMatch(string input, string pattern) => Of(pattern, RegexOptions.None).IsMatch(input);

    public static bool IsMatch(string input, string pattern, RegexOptions options) => Of(pattern, options).IsMatch(input);

    public static Match Match(string input, string pattern) => Of(pattern, RegexOptions.None).Match(input);

    public static Match Match(string input, string pattern, RegexOptions options) => Of(pattern, options).Match(input);

    public static MatchCollection Matches(string input, string pattern) => Of(pattern, RegexOptions.None).Matches(input);

    public static MatchCollection Matches(string input, string pattern, RegexOptions options) => Of(pattern, options).Matches(input);

    public static int Count(string input, string pattern) => Of(pattern, RegexOptions.None).Count(input);

    public static int Count(string input, string pattern, RegexOptions options) => Of(pattern, options).Count(input);

    public static string Replace(string input, string pattern, string replacement) =>
        Of(pattern, RegexOptions.None).Replace(input, replacement);

    public static string Replace(string input, string pattern, string replacement, RegexOptions options) =>
        Of(pattern, options).Replace(input, replacement);

    public static string Replace(string input, string pattern, MatchEvaluator evaluator) =>
        Of(pattern, RegexOptions.None).Replace(input, evaluator);

    public static string Replace(string input, string pattern, MatchEvaluator evaluator, RegexOptions options) =>
        Of(pattern, options).Replace(input, evaluator);

    public static string[] Split(string input, string pattern) => Of(pattern, RegexOptions.None).Split(input);

    public static string[] Split(string input, string pattern, RegexOptions options) => Of(pattern, options).Split(input);

    public static string Escape(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        StringBuilder text = new();
        foreach (char c in str)
        {
            int control = "\n\r\t\f".IndexOf(c);
            if (control >= 0 || "\\*+?|{[()^$.# ".Contains(c))
            {
                text.Append('\\');
            }

            text.Append(control >= 0 ? "nrtf"[control] : c);
        }

        return text.ToString();
    }

    public static string Unescape(string str)
    {
        ArgumentNullException.ThrowIfNull(str);
        StringBuilder text = new();
        for (int at = 0; at < str.Length; at++)
        {
            bool isEscaped = str[at] == '\\' && at + 1 < str.Length;
            int control = isEscaped ? "nrtfaev".IndexOf(str[at + 1]) : -1;
            text.Append(control >= 0 ? "\n\r\t\f\a\e\v"[control] : isEscaped ? str[at + 1] : str[at]);
            at += isEscaped ? 1 : 0;
        }

        return text.ToString();
    }

    public bool IsMatch(string input) => Match(input).Success;

    public bool IsMatch(string input, int startat) => Match(input, startat).Success;

    public Match Match(string input) => Match(input, 0);

    public Match Match(string input, int startat)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((uint)startat > (uint)input.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startat), "Start index cannot be less than 0 or greater than input length.");
        }

        PatternRun run = new(_program, input, startat);
        return run.Find(out int begin, out int end)
            ? new Match(this, input, begin, end, run.Captures)
            : RegularExpressions.Match.Empty;
    }

    public MatchCollection Matches(string input) => Matches(input, 0);

    public MatchCollection Matches(string input, int startat)
    {
        List<Match> matches = [];
        for (Match match = Match(input, startat); match.Success; match = Next(match))
        {
            matches.Add(match);
        }

        return new MatchCollection(matches);
    }

    public int Count(string input) => Matches(input).Count;

    public string Replace(string input, string replacement) => Replace(input, replacement, -1);

    public string Replace(string input, string replacement, int count) => Replace(input, replacement, count, 0);

    public string Replace(string input, string replacement, int count, int startat)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        return Replace(input, (text, match) => Replacement.Append(text, replacement, match), count, startat);
    }

    public string Replace(string input, MatchEvaluator evaluator) => Replace(input, evaluator, -1);

    public string Replace(string input, MatchEvaluator evaluator, int count) => Replace(input, evaluator, count, 0);

    public string Replace(string input, MatchEvaluator evaluator, int count, int startat)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        return Replace(input, (text, match) => text.Append(evaluator(match)), count, startat);
    }

    public string[] Split(string input) => Split(input, 0);

    public string[] Split(string input, int count) => Split(input, count, 0);

    public string[] Split(string input, int count, int startat)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        List<string> parts = [];
        int from = 0;
        for (Match match = Match(input, startat); match.Success && count != 1; match = Next(match))
        {
            parts.Add(input.Substring(from, match.Index - from));
            from = match.Index + match.Length;
            for (int i = 1; i < match.Groups.Count; i++)
            {
                Group group = match.Groups[Numbers[i]];
                if (group.Success)
                {
                    parts.Add(group.Value);
                }
            }

            count -= count > 1 ? 1 : 0;
        }

        parts.Add(input.Substring(from));
        return parts.ToArray();
    }

    public string[] GetGroupNames()
    {
        string[] names = new string[Numbers.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = GroupNameFromNumber(Numbers[i]);
        }

        return names;
    }

    public int[] GetGroupNumbers() => (int[])Numbers.Clone();

    public string GroupNameFromNumber(int i) => i == 0 ? "0" : _groups.Find(group => group.Number == i)?.Name ?? "";

    public int GroupNumberFromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == "0" ? 0 : _groups.Find(group => group.Name == name)?.Number ?? -1;
    }

    public override string ToString() => _pattern;

    /// <summary>The match after <paramref name="match"/>; after an empty one, it moves on by a character.</summary>
    internal Match Next(Match match)
    {
        int end = match.Index + match.Length + (match.Length == 0 ? 1 : 0);
        return end > match.Text.Length ? RegularExpressions.Match.Empty : Match(match.Text, end);
    }

    private static Regex Of(string pattern, RegexOptions options)
    {
        Regex? last = s_last;
        return last is not null && last._pattern == pattern && last.Options == options ? last : s_last = new Regex(pattern, options);
    }

    private string Replace(string input, Action<StringBuilder, Match> append, int count, int startat)
    {
        if (count < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), "Count cannot be less than -1.");
        }

        StringBuilder text = new();
        int from = 0;
        for (Match match = Match(input, startat); match.Success && count != 0; match = Next(match))
        {
            text.Append(input, from, match.Index - from);
            append(text, match);
            from = match.Index + match.Length;
            count -= count > 0 ? 1 : 0;
        }

        return from == 0 && text.Length == 0 ? input : text.Append(input, from, input.Length - from).ToString();
    }
}
