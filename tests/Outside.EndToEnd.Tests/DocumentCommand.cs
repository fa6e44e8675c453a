// The commands in README.md, docs/ and the boards' pages.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using RustKernel.EndToEnd.Tests;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>One command of a document.</summary>
/// <param name="Place">File and line, relative to the repository.</param>
/// <param name="Text">The command without comment and continuation.</param>
/// <param name="IsWhole">True for a line of a block, which must be complete; false inside a sentence or a table.</param>
internal sealed partial record DocumentCommand(string Place, string Text, bool IsWhole)
{
    /// <summary>The words of <see cref="Text"/> as a shell would split them, up to a pipe or a redirection.</summary>
    internal IReadOnlyList<string> Words { get; } = Split(Text);

    /// <summary>The words without assignments before the command.</summary>
    internal IReadOnlyList<string> Call => [.. Words.SkipWhile(word => Assignment().IsMatch(word))];

    /// <summary>Every command of every document.</summary>
    internal static IReadOnlyList<DocumentCommand> OfRepository()
        => [.. new[] { "README.md" }
            .Concat(Directory.GetFiles(InRepository("docs"), "*.md"))
            .Concat(Directory.GetFiles(InRepository("boards"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Tool.Root, InRepository(path)))
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Of(path, File.ReadAllLines(InRepository(path))))];

    /// <summary>The commands of one document.</summary>
    internal static IEnumerable<DocumentCommand> Of(string path, string[] lines)
    {
        List<(int Number, string Text)> block = [];
        List<DocumentCommand> found = [];
        bool isFenced = false;
        for (int i = 0; i <= lines.Length; i++)
        {
            string line = i < lines.Length ? lines[i] : "";
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            isFenced ^= isFence;
            if (!isFence && (isFenced || line.StartsWith("    ", StringComparison.Ordinal)))
            {
                block.Add((i + 1, line.Trim()));
                continue;
            }

            if (line.Length > 0 || i == lines.Length)
            {
                found.AddRange(OfBlock(path, block));
                block.Clear();
            }

            found.AddRange(Span().Matches(line)
                .Select(match => match.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal))
                .Where(text => Command().IsMatch(text))
                .SelectMany(Choices)
                .Select(text => new DocumentCommand($"{path}:{i + 1}", text, IsWhole: false)));
        }

        return found;
    }

    /// <summary>The full path of a file named relative to the repository.</summary>
    internal static string InRepository(string relative) => Path.Combine(Tool.Root, relative);

    // A block with one command is a block of commands: its other lines must be commands, too.
    private static IEnumerable<DocumentCommand> OfBlock(string path, List<(int Number, string Text)> block)
    {
        if (!block.Any(line => Command().IsMatch(line.Text)))
        {
            yield break;
        }

        for (int i = 0; i < block.Count; i++)
        {
            (int number, string text) = block[i];
            while (text.EndsWith('\\') && i + 1 < block.Count)
            {
                text = text[..^1] + block[++i].Text;
            }

            text = Comment().Replace(text, "").Trim();
            foreach (string choice in text.Length > 0 && Command().IsMatch(text) ? Choices(text) : text.Length > 0 ? [text] : [])
            {
                yield return new DocumentCommand($"{path}:{number}", choice, IsWhole: true);
            }
        }
    }

    // "fs make|ls IMAGE [--all]": one command for each choice, without the optional parts.
    private static IEnumerable<string> Choices(string text)
    {
        text = Optional().Replace(text, " ").Replace("…", "", StringComparison.Ordinal).Replace("...", "", StringComparison.Ordinal);
        text = Blank().Replace(text, " ").Trim();
        Match choice = Choice().Match(text);
        return choice.Success ? choice.Value.Split('|').Select(word => text.Replace(choice.Value, word, StringComparison.Ordinal)) : [text];
    }

    private static List<string> Split(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        bool isWord = false;
        foreach (char c in text + " ")
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else if (quote == '\0' && c is '|' or '>' or '<' or '&' or ';')
            {
                break;
            }
            else if (quote == '\0' && c == ' ')
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        return words;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"^([A-Z_]+=\S* +)*(sudo )?((\./)?rk (?!> )[a-z]|make [a-z]|dotnet [a-z]|(bsp|tests)/\S+\.sh)")]
    private static partial Regex Command();

    [GeneratedRegex("^[A-Z_]+=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(^| +)# .*$")]
    private static partial Regex Comment();

    [GeneratedRegex(" +")]
    private static partial Regex Blank();

    [GeneratedRegex(@" \[|\]")]
    private static partial Regex Optional();

    [GeneratedRegex(@"(?<= )[a-z0-9-]+(\|[a-z0-9-]+)+")]
    private static partial Regex Choice();
}
