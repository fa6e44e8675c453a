// rk console.

using System;
using System.CommandLine;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Media;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Connects a real board's serial line to this terminal and leaves its power alone.</summary>
internal sealed class ConsoleVerb
{
    private readonly Argument<string> _target = new("TARGET") { Description = "a target of your rig.yaml; rk targets lists them" };
    private readonly Option<int> _wait = WaitOption.Create();
    private readonly Option<string?> _expect = ExpectOption.Create();
    private readonly Option<string?> _log = SharedOptions.Log();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        ConsoleVerb verb = new();
        Command command = new(
            "console",
            "Connect this terminal with a real board's serial line; power stays as it is. Ctrl-A X leaves, Ctrl-A B sends a BREAK. Exit "
                + "status as rk test's: a panic or a restart fails.");
        command.Arguments.Add(verb._target);
        command.Options.Add(verb._wait);
        command.Options.Add(verb._log);
        command.Options.Add(verb._expect);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TargetDefinition target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!);
        if (target.Lab is not { } lab)
        {
            throw new ConfigurationException($"target {target.Name} is emulated: rk run {target.Name} has its console");
        }

        using Interruption interruption = new();
        using BoardHold hold = BoardHold.Take(target, "console", WaitOption.Of(parsed, _wait), isGuarded: false, interruption.Token);
        ConsoleOperator person = new();
        RunRequest request = new()
        {
            Target = target with { Strategy = target.Strategy with { LeavesOn = true } },
            Root = Repository.Root,
            LogPath = RunLogs.Create(parsed.GetValue(_log), target.Name).PathOf(1, 1),
            Verb = "console",
            SharesLineAt = LineFolder.PathOf(Repository.Root, target.Name),
            // The person at the terminal may reboot the machine.
            Tolerates = ExpectOption.Of(parsed, _expect) | (person.IsPerson ? Tolerance.Restart : Tolerance.None),
            SendsAtOnce = true,
            Drivers = (log, _) => new Lab(new PreparedMedia(), LabFactory.ConsoleOf(log, lab), new UntouchedPower(), null),
        };
        RunOutcome outcome = Execute(request, person, interruption);
        person.EndLine();
        Console.Error.WriteLine($"rk: event log: {Repository.Show(outcome.LogPath)}");
        if (outcome.Verdict.Kind != VerdictKind.Pass)
        {
            Console.Error.WriteLine($"rk: {outcome.Verdict.Word}: {outcome.Verdict.Reason}");
        }

        return outcome.Verdict.ExitCode;
    }

    private static RunOutcome Execute(RunRequest request, ConsoleOperator person, Interruption interruption)
    {
        if (person.IsPerson)
        {
            Console.Error.WriteLine($"rk: {request.Target.Name}; Ctrl-A X leaves");
        }

        using RawTerminal? terminal = person.IsPerson ? RawTerminal.Enter() : null;
        person.Terminal = terminal;
        return InteractiveRun.Execute(request, person, interruption.Token);
    }
}
