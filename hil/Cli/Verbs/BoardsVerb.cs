// rk boards.

using System;
using System.CommandLine;
using System.Linq;
using RustKernel.Hil.DeviceTree;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Lists the boards of the repository.</summary>
internal static class BoardsVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> explain = new("--explain")
        {
            Description = "say which devices of this board's device tree the kernel would drive, and what is missing to boot it",
            HelpName = "FILE.dtb"
        };
        Command command = new("boards", "List the boards, or explain any board's device tree.");
        command.Options.Add(explain);
        command.SetAction(parsed => parsed.GetValue(explain) is { } file ? BoardExplainer.Run(file, Console.Out, Console.Error) : List());
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
