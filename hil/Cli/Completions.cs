// The names of targets and boards that a shell offers.

using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Completions that depend on the repository and the rig. The verbs' own words complete themselves.</summary>
internal static class Completions
{
    /// <summary>Gives every argument and option of <paramref name="command"/> that is a TARGET or a BOARD its names.</summary>
    public static void AddTo(Command command)
    {
        foreach (Argument argument in command.Arguments)
        {
            Add(argument.Name, argument.CompletionSources);
            if (argument.Name is "TARGET" or "BOARD")
            {
                // Help shows an argument without a help name as the list of all its completions.
                argument.HelpName ??= argument.Name;
            }
        }

        foreach (Option option in command.Options.Where(option => option.HelpName is not null))
        {
            Add(option.HelpName!, option.CompletionSources);
        }

        foreach (Command verb in command.Subcommands)
        {
            AddTo(verb);
        }
    }

    private static void Add(string name, ICollection<System.Func<CompletionContext, IEnumerable<CompletionItem>>> sources)
    {
        if (name is "TARGET" or "BOARD")
        {
            sources.Add(_ => Names(name == "TARGET").Select(found => new CompletionItem(found)));
        }
    }

    // A user who presses Tab wants no error. If board.yaml or rig.yaml cannot be read, there is nothing to offer.
    private static IEnumerable<string> Names(bool ofTargets)
    {
        try
        {
            BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
            return [.. ofTargets ? catalog.Targets.Select(target => target.Name) : catalog.Boards.Select(board => board.Name)];
        }
        catch (System.Exception e) when (e is ConfigurationException or IOException or System.UnauthorizedAccessException)
        {
            return [];
        }
    }
}
