// Regular expressions, by syntax and by member.

using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace RustKernel.ParityProgram;

internal static class RegexCases
{
    private static readonly (string Pattern, string Text)[] s_searches =
    [
        ("abc", "xxabcxx"), ("a.c", "a\nc abc"), ("[0-9]+", "ab123cd45"), ("[^a-z]+", "abcDEF12"), (@"\d{2,3}", "1 12 1234"),
        (@"\w+@\w+\.com", "mail joe@site.com now"),
        ("(a|b)*c", "ababc"), ("(a+)+b", "aaaab"), ("a*?b", "aaab"), ("^a", "ba\na"), ("a$", "ba\n"), (@"\bfoo\b", "food foo"),
        (@"\Boo", "foo boo"),
        ("(x)(y)?", "xz"), (@"(\w)\1", "hello"), (@"(?<y>\d{4})-(?<m>\d\d)", "on 2024-05-06"), ("(?:ab)+", "ababa"),
        ("(?i)HeLLo", "say hello"), ("a(?=b)", "ac ab"),
        ("a(?!b)", "ab ac"), (@"(?<=\$)\d+", "cost $42"), (@"(?<!\$)\b\d+", "$42 17"), ("(?>a*)ab", "aaab"), ("[a-z-[aeiou]]+", "aeibcdou"),
        (@"[\w.-]+", "a.b-c d"),
        (@"\p{Lu}\p{Ll}+", "hello World"), (@"[\]\-x]+", "a]-x"), ("a{0,2}", "aaaa"), ("a{2}", "a"), ("a{,2}", "a{,2}"), ("x{", "ax{"),
        ("(|a)+", "aaa"), ("(a?)*b", "aab"),
        (@"\s+\S+", "one  two"), (@"\x41\u0042\t", "AB\t"), ("(a)|(b)", "b"), ("((a)(b))c", "abc"), (@"^(\d+)\.(\d+)$", "10.25"),
        (@"""(?:[^""\\]|\\.)*""", "say \"a\\\"b\" end"),
        ("(?x) a b # comment\n c", "abc"), ("(?s).+", "a\nb"), ("(?m)^b$", "a\nb\nc"), (@"\Aab\z", "ab"), (@"ab\Z", "ab\n"), ("[[]", "a["),
        ("é+", "caféé"), (@"(\w+)\s(\w+)", "first second third"),
        ("(?'n'a)\\k<n>", "aa"), ("(?n)(a)(?<b>b)", "ab"), ("(a(?<x>b)(c))", "abc"), ("(?-i:a)B", "aB"), ("(?i:a)B", "AB"), ("", "ab"),
        ("a|ab|abc", "abc"), ("(?=(a+))a*b\\1", "baaabac"),
        ("(a)?b", "b"), ("(?:(a)|b)*", "ab"), (@"[^\W\d_]+", "12ab_"), (@"\D+", "12ab"), (@"\.", "a.b"), (@"\\", "a\\b"),
        ("colou?r", "color colour"), (@"(\d+)(?:px|em)", "12px 3em"),
    ];

    private static readonly string[] s_bad = [
        "(",
        ")",
        "[",
        "a**",
        "*a",
        @"\",
        "(?<n",
        "[z-a]",
        "a{3,2}",
        @"\1",
        @"\k<n>",
        "(?z)",
        @"\p{Qq}"
    ];

    internal static void Run(Table table)
    {
        table.Each("regex match", s_searches, static search => Shown(Regex.Match(search.Text, search.Pattern)));
        table.Each(
            "regex matches",
            s_searches,
            static search => string.Join("|", Regex.Matches(search.Text, search.Pattern).Select(match => match.Index + match.Value)));
        table.Each("regex replace", s_searches, static search => Regex.Replace(search.Text, search.Pattern, "<$&>"));
        table.Each("regex split", s_searches, static search => string.Join("|", Regex.Split(search.Text, search.Pattern)));
        table.Each("regex refused", s_bad, static pattern => Refused(pattern));
        Members(table);
    }

    private static void Members(Table table)
    {
        Regex date = new(@"(?<year>\d{4})-(?<month>\d\d)-(\d\d)", RegexOptions.Compiled);
        const string text = "from 2024-05-06 to 2025-07-08";
        table.Case("regex group names", () => string.Join(",", date.GetGroupNames()) + " " + string.Join(",", date.GetGroupNumbers()));
        table.Case(
            "regex group by name",
            () => date.Match(text).Groups["year"].Value + date.Match(text).Groups["none"].Success + date.GroupNumberFromName("month"));
        table.Case("regex next", () => date.Match(text).NextMatch().Value + date.Match(text).NextMatch().NextMatch().Success);
        table.Case("regex replacement", () => date.Replace(text, "${month}/$1/${year}$$"));
        table.Case("regex replacement before and after", () => Regex.Replace("abc", "b", "[$`$'$_$+]"));
        table.Case("regex evaluator", () => date.Replace(text, match => (int.Parse(match.Groups["year"].Value) + 1).ToString()));
        table.Case("regex replacement counted", () => new Regex("a").Replace("aaaa", "b", 2) + new Regex("a").Replace("aaaa", "b", 1, 2));
        table.Case(
            "regex split counted",
            () => string.Join("|", new Regex(",").Split("a,b,c,d", 2)) + string.Join("|", Regex.Split("a1b2c", @"(\d)")));
        table.Case(
            "regex captures",
            () => string.Join(",", Regex.Match("abc", "(?:(.))+").Groups[1].Captures.Select(capture => capture.Value)));
        table.Case("regex ignoring case", () => Regex.IsMatch("ÄPFEL", "äpfel", RegexOptions.IgnoreCase) + " " + Regex.IsMatch("A", "a"));
        table.Case("regex of lines", () => Regex.Matches("a1\nb2\nc3", @"^\w(\d)$", RegexOptions.Multiline).Count);
        table.Case(
            "regex spread out",
            () => Regex.Match("k = v", @"(\w) \s* = \s* (\w) # pair", RegexOptions.IgnorePatternWhitespace).Groups[2].Value);
        table.Case("regex escape", () => Regex.Escape("a.b*c[d] e#f\n") + Regex.Unescape(@"a\.b\tc"));
        table.Case(
            "regex from",
            () => new Regex("a").Match("abca", 1).Index
                + " "
                + new Regex("^a").IsMatch("ba", 1)
                + " "
                + new Regex(@"\Ga").IsMatch("ba", 1));
        table.Case("regex count", () => Regex.Count("a1b2", @"\d") + " " + new Regex(@"\d").Count("123"));
        table.Case("regex text", () => new Regex("a+b").ToString() + new Regex("x", RegexOptions.Singleline).Options);
        table.Case("regex result", () => Regex.Match("key=value", "(.*)=(.*)").Result("$2=$1"));
        table.Case("regex without a text", () => Regex.IsMatch(null!, "a"));
        table.Case("regex from beyond", () => new Regex("a").Match("a", 2).Success);
        table.Case(
            "regex tokens",
            () => string.Join(" ", Regex.Matches("x1 = 3.5*(y+2)", @"[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/=()]").Select(token => token.Value)));
        table.Case("regex each match", () =>
        {
            string found = "";
            foreach (Match match in Regex.Matches("a1b22", @"\d+"))
            {
                found += match.Length + match.Value;
            }

            return found;
        });
        table.Case("regex deconstructed line", () =>
        {
            Match line = Regex.Match("[12:30:05] WARN disk: 91% full", @"^\[(?<time>[\d:]+)\]\s+(?<level>[A-Z]+)\s+(?<rest>.*)$");
            return line.Groups["time"] + "|" + line.Groups["level"].Value + "|" + line.Groups["rest"].Value;
        });
    }

    private static string Shown(Match match) => !match.Success
        ? "none"
        : match.Index
            + "+"
            + match.Length
            + " "
            + string.Join(",", match.Groups.Cast<Group>().Select(group => $"{group.Name}:{group.Success}{group.Index}{group.Value}"));

    private static string Refused(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return "taken";
        }
        catch (ArgumentException)
        {
            return "refused";
        }
    }
}
