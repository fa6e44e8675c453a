// rk boards.

using System;
using System.CommandLine;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Lists the boards of the repository.</summary>
internal static class BoardsVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("boards", "List the boards.");
        command.SetAction(_ => List());
        return command;
    }

    private static int List()
    {
        BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
        int width = catalog.Boards.Max(board => board.Name.Length);
        foreach (BoardDefinition board in catalog.Boards)
        {
            string targets = string.Join(", ", board.Targets.Select(target => target.Name));
            Console.WriteLine($"{board.Name.PadRight(width)}  {board.Title}{(targets.Length > 0 ? $"  (targets: {targets})" : "")}");
        }

        return ExitStatus.Pass;
    }
}
