// One deliberate bug, and how the list of them is read.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Xunit;

namespace RustKernel.Mutations;

/// <summary>Replaces <paramref name="From"/>, which must occur exactly once in <paramref name="File"/>, by <paramref name="To"/>.</summary>
public sealed record Mutation(string Name, string File, string From, string To)
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Reads a mutations.md, by its path in the repository: a "## name", a line with a file in backquotes, and a diff block whose
    /// "+" lines replace its "-" lines. Everything else is for people.
    /// </summary>
    public static List<Mutation> Read(string path)
    {
        var all = new List<Mutation>();
        string name = "", file = "";
        StringBuilder? from = null;
        var to = new StringBuilder();
        foreach (string line in System.IO.File.ReadAllLines(Path.Combine(Root, path)))
        {
            if (from != null && line == "```")
            {
                all.Add(new Mutation(name, file, from.ToString(), to.ToString()));
                from = null;
            }
            else if (from != null)
            {
                (line.StartsWith('-') ? from : to).Append(line.AsSpan(1)).Append('\n');
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                name = line[3..].Trim();
            }
            else if (line.StartsWith("`kernel/", StringComparison.Ordinal)
                || line.StartsWith("`hil/", StringComparison.Ordinal))
            {
                file = line.Trim('`', ' ');
            }
            else if (line == "```diff")
            {
                (from, to) = (new StringBuilder(), new StringBuilder());
            }
        }
        return all;
    }

    /// <summary>Their names, for a theory.</summary>
    public static TheoryData<string> Names(List<Mutation> mutations)
    {
        var names = new TheoryData<string>();
        foreach (Mutation mutation in mutations)
        {
            names.Add(mutation.Name);
        }

        return names;
    }

    /// <summary>The changed text of the file.</summary>
    public string Apply(string text)
    {
        int at = text.IndexOf(From, StringComparison.Ordinal);
        if (From.Length == 0 || at < 0 || text.IndexOf(From, at + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidDataException($"mutation '{Name}' does not match exactly one place of {File}: bring the list up to date");
        }

        return string.Concat(text.AsSpan(0, at), To, text.AsSpan(at + From.Length));
    }

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
