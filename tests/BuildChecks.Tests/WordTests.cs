// Phrases that readers had to read twice. They were removed everywhere and must not come back.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed partial class WordTests
{
    private static readonly string[] s_folders = ["boards", "bsp", "docs", "flash", "hil", "kernel", "services", "tests"];

    private static readonly string[] s_kinds =
        [".cs", ".S", ".c", ".h", ".sh", ".md", ".props", ".targets", ".csproj", ".table", ".registers", ".service"];

    // A phrase, and what an engineer says instead. Phrases count in prose: documents, comments, summaries, messages.
    private static readonly (Regex Phrase, string Instead)[] s_phrases =
    [
        Word("anew", "again"),
        Word("nobody", "no one, or name the actor"),
        Word("whoever", "name the actor: the caller, a thread that waits"),
        Word("sees? to it", "ensures, makes sure"),
        Word("is no chance any more", "say what can no longer happen"),
        Word("in vain", "without effect"),
        Word("of a foreign", "name the other side"),
        Word("not (?:to be had|there to be had)", "not available"),
        Word("somebody more urgent", "a more urgent thread"),
        Word("those that it had left are its owner's again", "say who gets what back"),
        Word("written behind the (?:bytes|sending)", "written after"),
        Word("notices but who", "only a client with ... notices"),
        Word("it was not Init that gave it", "Init did not give it"),
        Word("told apart before the calls", "dispatched before the other calls"),
        Tells(),
    ];

    [Fact]
    public void No_phrase_of_the_list_comes_back()
    {
        List<string> found = [];
        foreach (string path in s_folders.SelectMany(folder => Directory.EnumerateFiles(
            Repository.PathOf(folder), "*", SearchOption.AllDirectories)).Append(Repository.PathOf("README.md")))
        {
            string file = Path.GetRelativePath(Repository.Root, path);
            if (s_kinds.Contains(Path.GetExtension(path)) && !file.Contains("/Given/", StringComparison.Ordinal)
                && !file.Contains("/obj/", StringComparison.Ordinal) && file != "tests/BuildChecks.Tests/WordTests.cs")
            {
                found.AddRange(Found(File.ReadAllLines(path), file));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("a.cs", "// Whoever waits is woken.", "a.cs:1: 'Whoever': name the actor")]
    [InlineData("a.cs", "/// <summary>Tells the state.</summary>", "a.cs:1: 'Tells': ")]
    [InlineData("a.S", "        mov x0, x1              // nobody waits", "a.S:1: 'nobody': ")]
    [InlineData("hil/a.cs", "    throw new Refusal(\"power is off, and nobody is there\");", "hil/a.cs:1: 'nobody': ")]
    [InlineData("a.md", "It is made anew.", "a.md:1: 'anew': again")]
    [InlineData("a.sh", "# sees to it", "a.sh:1: 'sees to it': ")]
    public void A_phrase_is_named_with_better_words(string file, string line, string expected)
        => Assert.StartsWith(expected, Assert.Single(Found([line], file)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.cs", "        User = \"nobody\";")]
    [InlineData("a.md", "`nobody` is the user")]
    [InlineData("a.cs", "// One that tells lies.")]
    public void Code_and_other_words_are_free(string file, string line) => Assert.Empty(Found([line], file));

    private static IEnumerable<string> Found(string[] lines, string file)
    {
        bool isDocument = file.EndsWith(".md", StringComparison.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            string prose = isDocument ? Code().Replace(lines[i], "") : Comment().Match(lines[i]).Value + Messages(lines[i], file);
            foreach ((Regex phrase, string instead) in s_phrases)
            {
                if (phrase.Match(prose) is { Success: true } match)
                {
                    yield return $"{file}:{i + 1}: '{match.Value}': {instead}";
                }
            }
        }
    }

    // Tests quote what may not be said.
    private static string Messages(string line, string file)
        => file.EndsWith(".cs", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal)
            ? string.Concat(Message().Matches(line).Select(match => "\n" + match.Value))
            : "";

    private static (Regex Phrase, string Instead) Word(string words, string instead)
        => (new Regex($@"\b{words}\b", RegexOptions.IgnoreCase), instead);

    // A summary that begins like this: a property or a method reports, it does not tell.
    private static (Regex Phrase, string Instead) Tells() => (new Regex("(?<=<summary>)Tells\\b"), "reports, returns, notifies");

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    // A string of three words or more is a message or a help text. Names and formats have fewer.
    [GeneratedRegex("\"(?:[^\"\\\\\\s]|\\\\.)*(?:\\s+(?:[^\"\\\\\\s]|\\\\.)+){2,}\\s*\"")]
    private static partial Regex Message();

    // From the comment sign on, which is first in the line or follows a blank; in strings no such sign is followed by a blank.
    [GeneratedRegex(@"(?:^\s*|\s)(?://+|#|\*) .*$")]
    private static partial Regex Comment();
}
