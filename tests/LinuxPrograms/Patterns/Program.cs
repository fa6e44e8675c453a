// Regular expressions: interpreted, made at compile time, without backtracking.

using System.Text.RegularExpressions;

internal static partial class PatternsProgram
{
    private const string Text = """
        2026-11-29 16:20 kernel[12]: Memory: 4 frames of 1024 free
        2026-11-29 16:21 net[7]: 10.0.2.15/24 via 10.0.2.2, fe80::1
        1999-12-31 23:59 old[1]: "quoted \"text\"" and (nested (brackets)) here
        """;

    [GeneratedRegex(@"^(?<date>\d{4}-\d\d-\d\d) (?<time>[\d:]+) (?<who>\w+)\[(?<pid>\d+)\]: (?<what>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<word>\p{L}+)\s+\k<word>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Twice();

    internal static void Main()
    {
        foreach (Match match in Line().Matches(Text))
        {
            Console.WriteLine(string.Join('|', match.Groups.Values.Skip(1).Select(group => $"{group.Name}={group.Value}@{group.Index}")));
        }

        Console.WriteLine(string.Join(' ', Address().Matches(Text).Select(match => match.Value)));
        Console.WriteLine(Twice().Replace("The the cat sat ÄRGER ärger on on it", match => $"<{match.Groups["word"].Value}>"));
        Console.WriteLine(Regex.Match(Text, @"\((?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)").Value);
        Console.WriteLine(Regex.Match(Text, @"""(?:[^""\\]|\\.)*""").Value);
        Console.WriteLine(string.Join(',', Regex.Split("a1b22c333d", @"(?<=\d)(?=[a-z])")));
        Console.WriteLine(Regex.Replace("x=1;y=22", @"(?<k>\w)=(?<v>\d+)", "${v}:${k}", RegexOptions.RightToLeft));
        Console.WriteLine(new Regex("(a+)+$", RegexOptions.NonBacktracking).IsMatch(new string('a', 20_000) + "b"));
        Console.WriteLine(new Regex(@"\d+(?:\.\d+)?", RegexOptions.NonBacktracking).Count(Text));
        Console.WriteLine(Regex.Escape("a.b*c[d]") + " " + Regex.Unescape(@"\u00e4\t|"));
        foreach (string wrong in (string[])["(", "a{2,1}", "[z-a]", @"\p{None}", "(?<n>a)(?<=", @"\k<m>"])
        {
            try
            {
                _ = new Regex(wrong);
            }
            catch (RegexParseException e)
            {
                Console.WriteLine($"{e.Error} {e.Offset} {e.Message}");
            }
        }

        try
        {
            _ = Regex.IsMatch(new string('a', 40) + "b", "^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(50));
        }
        catch (RegexMatchTimeoutException)
        {
            Console.WriteLine("took too long");
        }
    }
}
