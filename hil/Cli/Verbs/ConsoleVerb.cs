// rk console.

using System;
using System.CommandLine;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Drivers.Media;
using RustKernel.Hil.Drivers.Power;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>A real board's serial line at this terminal, its power left alone.</summary>
internal sealed class ConsoleVerb
{
    private readonly Argument<string> _target = new("TARGET") { Description = "a target of your rig.yaml; rk targets lists them" };
    private readonly Option<int> _wait = WaitOption.Create();
    private readonly Option<string?> _log = new("--log") { Description = "where the event log goes (default: artifacts/runs)", HelpName = "DIR" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        ConsoleVerb verb = new();
        Command command = new("console", "Connect this terminal with a real board's serial line; power stays as it is. Ctrl-A X leaves.");
        command.Arguments.Add(verb._target);
        command.Options.Add(verb._wait);
        command.Options.Add(verb._log);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TargetDefinition target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!);
        if (target.Bench is not { } bench)
            throw new ConfigurationException($"target {target.Name} is emulated: rk run {target.Name} has its console");
        using Interruption interruption = new();
        using BoardHold hold = BoardHold.Take(target, "console", WaitOption.Of(parsed, _wait), isGuarded: false, interruption.Token);
        ConsoleOperator person = new();
        RunRequest request = new()
        {
            Target = target with { Strategy = target.Strategy with { LeavesOn = true } },
            Root = Repository.Root,
            LogPath = RunLogs.Create(parsed.GetValue(_log), target.Name).PathOf(1, 1),
            Verb = "console",
            SendsAtOnce = true,
            Drivers = (log, _) => new Bench(new PreparedMedia(), BenchFactory.ConsoleOf(log, bench), new UntouchedPower(), null),
        };
        RunOutcome outcome = Execute(request, person, interruption);
        Console.Error.WriteLine($"rk: event log: {Repository.Show(outcome.LogPath)}");
        foreach (string failure in outcome.Observer.Failures)
            Console.Error.WriteLine($"rk: {failure}");
        return outcome.Observer.Failures.Count > 0 ? ExitStatus.Infrastructure : ExitStatus.Pass;
    }

    private static RunOutcome Execute(RunRequest request, ConsoleOperator person, Interruption interruption)
    {
        if (person.IsPerson)
            Console.Error.WriteLine($"rk: {request.Target.Name}; Ctrl-A X leaves");
        using RawTerminal? terminal = person.IsPerson ? RawTerminal.Enter() : null;
        person.Terminal = terminal;
        return InteractiveRun.Execute(request, person, interruption.Token);
    }
}
