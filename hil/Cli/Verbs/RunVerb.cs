// rk run.

using System;
using System.CommandLine;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Boots a target with its console at this terminal.</summary>
internal sealed class RunVerb
{
    private readonly TargetOptions _target = new();
    private readonly Option<string?> _log = SharedOptions.Log();
    private readonly Option<int> _wait = WaitOption.Create();
    private readonly Option<string?> _timeout = SharedOptions.Timeout("a run without a terminal");

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        RunVerb verb = new();
        Command command = new(
            "run",
            "Boot a target with an interactive console; Ctrl-A X leaves. Without a terminal the run ends after its input, when the machine "
                + "is quiet.");
        verb._target.AddTo(command);
        command.Options.Add(verb._log);
        command.Options.Add(verb._timeout);
        command.Options.Add(verb._wait);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TargetDefinition target = _target.Resolve(parsed);
        target = SharedOptions.Limit(target, parsed, _timeout);
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = RunLogs.Create(parsed.GetValue(_log), target.Name).PathOf(1, 1),
            LayOut = RunFiles.LayOut,
            Volumes = TargetVolumes.Shared,
            Verb = "run",
            SayNetwork = TargetOptions.ShowNetwork,
            SharesLineAt = LineFolder.PathOf(Repository.Root, target.Name),
        };
        ConsoleOperator person = new();
        if (person.IsPerson)
        {
            Console.Error.WriteLine($"rk: {target.Name}; Ctrl-A X leaves");
        }

        RunOutcome outcome = Execute(request, person, WaitOption.Of(parsed, _wait));
        person.EndLine();
        Console.Error.WriteLine($"rk: {Ending(outcome, person.IsPerson)}");
        return outcome.Verdict.ExitCode;
    }

    private static RunOutcome Execute(RunRequest request, ConsoleOperator person, TimeSpan wait)
    {
        using Interruption interruption = new();
        using BoardHold hold = BoardHold.Take(request.Target, "run", wait, isGuarded: true, interruption.Token);
        using RawTerminal? terminal = person.IsPerson ? RawTerminal.Enter() : null;
        person.Terminal = terminal;
        return InteractiveRun.Execute(request, person, interruption.Token);
    }

    private static string Ending(RunOutcome outcome, bool isPerson)
    {
        RunObserver run = outcome.Observer;
        string how = run.HasPoweredItselfOff ? "the machine switched itself off"
            : run.Interrupt.Length > 0 ? "interrupted"
            : run.Limits.Count > 0 ? $"ended after {run.Limits[0].Amount}"
            : outcome.Observer.HasEmulatorEnded && !run.IsSwitchedOff ? "the emulator ended"
            : isPerson ? "left"
            : "the input has ended and the machine is quiet";
        return outcome.Verdict.Kind == VerdictKind.Pass
            ? $"{how}; event log: {Repository.Show(outcome.LogPath)}"
            : $"{outcome.Verdict.Word}: {outcome.Verdict.Reason}; event log: {Repository.Show(outcome.LogPath)}";
    }
}
