// The documents: every file and heading they link to exists, and their lines are short enough to read in a terminal.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed partial class DocumentTests
{
    private const int Columns = 100;

    [Fact]
    public void Links_lead_to_files()
    {
        string[] documents = [Repository.PathOf("README.md"), .. Documents()];
        List<string> broken = [];
        int links = 0;
        foreach (string document in documents)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                links++;
                string target = link.Groups[1].Value;
                string path = target.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, target);
                string heading = link.Groups[2].Value;
                if (!Path.Exists(path))
                {
                    broken.Add($"{document}: there is no {target}");
                }
                else if (heading.Length > 0 && !Headings(path).Contains(heading))
                {
                    broken.Add($"{document}: {path} has no heading #{heading}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(links > 20, $"only {links} links found");
    }

    [Fact]
    public void The_index_links_to_every_document()
    {
        Assert.Contains("](docs/README.md)", File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);
        string index = File.ReadAllText(Repository.PathOf("docs/README.md"));
        string[] names = [.. Directory.GetFiles(Repository.PathOf("docs"), "*.md")
            .Select(file => Path.GetFileName(file)).Where(name => name != "README.md")];
        Assert.DoesNotContain(names, name => !index.Contains($"]({name})", StringComparison.Ordinal));
        Assert.True(names.Length > 20, $"only {names.Length} documents found");
    }

    // A picture that no command makes will be out of date one day, and no one will know where it came from.
    [Fact]
    public void Every_picture_is_shown_by_a_document_that_names_its_command()
    {
        string[] pictures = [.. Directory.GetFiles(Repository.PathOf("docs/figures")).Select(file => Path.GetFileName(file))];
        string[] documents = [.. Documents().Append(Repository.PathOf("README.md")).Select(File.ReadAllText)];
        Assert.DoesNotContain(pictures, picture => !documents.Any(text
            => text.Contains($"figures/{picture})", StringComparison.Ordinal)
                && text.Contains("make pictures PART=", StringComparison.Ordinal)));
        Assert.True(pictures.Length > 4, $"only {pictures.Length} pictures found");
    }

    [Fact]
    public void Prose_has_at_most_100_columns()
    {
        // SYSCALLS.md is generated; its text of a call is one line of the table, as long as that is.
        string[] free = ["SYSCALLS.md"];
        IEnumerable<string> wide = Documents().Where(document => !free.Contains(Path.GetFileName(document)))
            .SelectMany(document => Wide(File.ReadAllLines(document))
                .Select(line => $"{Path.GetRelativePath(Repository.Root, document)}:{line}"));
        Assert.Empty(wide);
    }

    [Fact]
    public void Code_and_tables_may_be_wide()
    {
        string wide = new('x', Columns + 1);
        Assert.Equal([1, 7], Wide([wide, "```", wide, "```", "    " + wide, "| " + wide, "- " + wide]));
    }

    private static IEnumerable<string> Documents()
        => [
            .. Directory.GetFiles(Repository.PathOf("docs"), "*.md"),
            .. Directory.GetFiles(Repository.PathOf("boards"), "*.md", SearchOption.AllDirectories)
        ];

    /// <summary>The numbers of the lines of prose that are too wide. Text indented by four or between fences is code.</summary>
    private static IEnumerable<int> Wide(string[] lines)
    {
        bool isCode = false;
        for (int i = 0; i < lines.Length; i++)
        {
            bool isFence = lines[i].StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            bool isIndented = lines[i].StartsWith("    ", StringComparison.Ordinal);
            bool isFree = isCode || isFence || isIndented || lines[i].TrimStart().StartsWith('|');
            if (!isFree && lines[i].Length > Columns)
            {
                yield return i + 1;
            }
        }
    }

    // As GitHub and editors name headings: lower-case letters, hyphens for blanks, no other signs.
    private static HashSet<string> Headings(string document)
        => [.. File.ReadLines(document).Where(line => line.StartsWith('#'))
            .Select(line => Sign().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    // Only relative targets: the file, which may be missing, and the heading.
    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex Sign();
}
