// rk help.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Prints the help of a verb, or a section of docs/TOOL.md, which is part of the tool.</summary>
internal static class HelpVerb
{
    private const string Heading = "## ";

    /// <summary>The verb, for the verbs of <paramref name="root"/>.</summary>
    public static Command Create(RootCommand root)
    {
        Argument<string[]> words = new("TOPIC")
        {
            Description = $"a verb (farm token add), or one of: {string.Join(", ", Sections().Keys)}",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Command command = new("help", "Print the help of a verb or of a topic.") { words };
        command.SetAction(parsed =>
        {
            string[] named = parsed.GetValue(words) ?? [];
            if (named.Length > 0 && Sections().TryGetValue(string.Join('-', named), out string? text))
            {
                Console.WriteLine(text);
                return ExitStatus.Pass;
            }

            RequireVerb(root, named);
            return root.Parse([.. named, "--help"]).Invoke();
        });
        return command;
    }

    // By their headings, in small letters with hyphens: exit-status. The table of commands has none: rk --help lists the verbs.
    private static Dictionary<string, string> Sections()
    {
        using Stream stream = typeof(HelpVerb).Assembly.GetManifestResourceStream("TOOL.md")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n" + Heading).Skip(1)
            .Select(section => section.Split('\n', 2))
            .ToDictionary(
                parts => parts[0].Replace("'s ", "-", StringComparison.Ordinal).Replace(' ', '-').ToLowerInvariant(),
                parts => $"{parts[0]}\n{parts[1].TrimEnd()}");
    }

    private static void RequireVerb(Command root, IEnumerable<string> words)
    {
        Command command = root;
        foreach (string word in words)
        {
            command = command.Subcommands.FirstOrDefault(verb => verb.Name == word)
                ?? throw new ConfigurationException(
                    $"there is no help for {word}{Suggestion.For(word, [.. command.Subcommands.Select(verb => verb.Name)])}; "
                        + $"other topics: {string.Join(", ", Sections().Keys)}");
        }
    }
}
