// rk power.

using System;
using System.CommandLine;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Switches a real board's power by hand.</summary>
internal sealed class PowerVerb
{
    private readonly Argument<string> _target = new("TARGET") { Description = "a target of your rig.yaml; rk targets lists them" };
    private readonly Argument<string> _act = new("ACT") { Description = "on, off, cycle or status" };
    private readonly Option<int> _wait = WaitOption.Create();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        PowerVerb verb = new();
        Command command = new("power", "Switch a real board on, off, or off and on again, or show its state.");
        verb._act.AcceptOnlyFromAmong("on", "off", "cycle", "status");
        command.Arguments.Add(verb._target);
        command.Arguments.Add(verb._act);
        command.Options.Add(verb._wait);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TargetDefinition target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!);
        if (target.Lab is not { } lab)
        {
            throw new ConfigurationException($"target {target.Name} is emulated: it has power while rk run or rk test runs");
        }

        string act = parsed.GetValue(_act)!;
        using Interruption interruption = new();
        using BoardHold? hold = act == "status"
            ? null
            : BoardHold.Take(target, "power", WaitOption.Of(parsed, _wait), isGuarded: false, interruption.Token);
        using EventLogWriter log = EventLogWriter.Create(RunLogs.Create(null, target.Name + "-power").PathOf(1, 1), "rk power");
        using IPower power = LabFactory.PowerOf(log, lab);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        deadline.CancelAfter(target.Strategy.PowerLimit);
        try
        {
            Console.WriteLine(Do(power, act, deadline.Token));
            return ExitStatus.Pass;
        }
        catch (OperationCanceledException)
        {
            throw new InfrastructureException(
                interruption.Token.IsCancellationRequested
                    ? "interrupted"
                    : $"the switch took longer than {target.Strategy.PowerLimit.TotalSeconds} s");
        }
    }

    private static string Do(IPower power, string act, CancellationToken deadline)
    {
        if (act is "off" or "cycle")
        {
            power.Off(deadline);
        }

        if (act is "on" or "cycle")
        {
            power.On(deadline);
        }

        return act == "status" ? $"{power.Status(deadline)}".ToLowerInvariant() : act == "off" ? "off" : "on";
    }
}
