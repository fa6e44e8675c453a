// rk targets.

using System;
using System.CommandLine;
using System.Linq;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Leases;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Lists the targets that the rig can drive, and whether each is available now.</summary>
internal static class TargetsVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string?> board = new("--emulates")
        {
            Description = "print only the name of the target that emulates this board",
            HelpName = "BOARD"
        };
        Command command = new("targets", "List the targets and their state.") { board };
        JsonOption json = new();
        json.AddTo(command);
        command.SetAction(parsed => parsed.GetValue(board) is { } name ? PrintEmulated(name) : List(parsed, json));
        return command;
    }

    private static int PrintEmulated(string board)
    {
        TargetDefinition target = BoardCatalog.Load(Repository.Root).Board(board).Emulated
            ?? throw new ConfigurationException($"board {board} has no emulated target: boards/{board}/board.yaml lists its targets");
        Console.WriteLine(target.Name);
        return ExitStatus.Pass;
    }

    private static int List(ParseResult parsed, JsonOption json)
    {
        TargetDefinition[] targets = [.. BoardCatalog.Load(Repository.Root).Targets];
        if (json.Write(parsed, [.. targets.Select(
            target => new { target.Name, target.Board, target.Driver, State = State(target), target.Title, target.Remark })]))
        {
            return ExitStatus.Pass;
        }

        int width = targets.Max(target => target.Name.Length);
        int boardWidth = targets.Max(target => target.Board.Length);
        foreach (TargetDefinition target in targets)
        {
            Console.WriteLine($"{target.Name.PadRight(width)}  board {target.Board.PadRight(boardWidth)}  {target.Driver}  {State(target)} "
                + $" {target.Title}");
        }

        foreach (TargetDefinition target in targets.Where(target => target.Remark.Length > 0))
        {
            Console.Error.WriteLine($"rk: {target.Remark}");
        }

        return ExitStatus.Pass;
    }

    private static string State(TargetDefinition target)
    {
        if (target.Lab is { } lab)
        {
            return InUse([target.Name, .. lab.Resources()]) ?? "free";
        }

        return ProgramFinder.Find(target.Qemu.Program) is null
            ? $"not usable: {target.Qemu.Program} is missing, rk doctor says what to install"
            : "ready";
    }

    private static string? InUse(string[] names)
    {
        LeaseFolder leases = LeaseFolder.Default;
        foreach (string name in names)
        {
            if (leases.HolderOf(name) is not { } holder)
            {
                continue;
            }

            int waiting = leases.WaitingFor(name);
            return $"in use by {holder}{(waiting > 0 ? $", {waiting} waiting" : "")}";
        }

        return null;
    }
}
