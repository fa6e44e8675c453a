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
            Description = "list the devices in this device tree that the kernel would drive, and what it lacks to boot",
            HelpName = "FILE.dtb"
        };
        Option<string?> coverage = new("--coverage")
        {
            Description = "count how many device trees of a folder the kernel would boot, and list what the others lack",
            HelpName = "DIR"
        };
        Command command = new("boards", "List the boards, explain any board's device tree, or count over many trees.");
        command.Options.Add(explain);
        command.Options.Add(coverage);
        JsonOption json = new();
        json.AddTo(command);
        command.Validators.Add(result =>
        {
            bool isOther = result.GetResult(explain) is not null || result.GetResult(coverage) is not null;
            if (isOther && result.GetResult(json.File) is not null)
            {
                result.AddError("--json goes with the list of boards; --explain and --coverage print text only");
            }
        });
        command.SetAction(parsed => parsed.GetValue(explain) is { } file ? BoardExplainer.Run(file, Console.Out, Console.Error)
            : parsed.GetValue(coverage) is { } folder ? Count(folder)
            : List(parsed, json));
        return command;
    }

    private static int Count(string folder)
    {
        using TimedStep step = TimedStep.Begin("reading the trees of " + folder, "coverage", isAnnounced: false);
        int status = BoardCoverage.Run(folder, Console.Out, Console.Error);
        step.Done();
        return status;
    }

    private static int List(ParseResult parsed, JsonOption json)
    {
        BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
        if (json.Write(parsed, [.. catalog.Boards.Select(
            board => new { board.Name, board.Title, Targets = board.Targets.Select(target => target.Name) })]))
        {
            return ExitStatus.Pass;
        }

        int width = catalog.Boards.Max(board => board.Name.Length);
        foreach (BoardDefinition board in catalog.Boards)
        {
            string targets = string.Join(", ", board.Targets.Select(target => target.Name));
            Console.WriteLine($"{board.Name.PadRight(width)}  {board.Title}{(targets.Length > 0 ? $"  (targets: {targets})" : "")}");
        }

        return ExitStatus.Pass;
    }
}
