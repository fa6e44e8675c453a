// rk outside.

using System;
using System.CommandLine;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Runs a suite of regular expressions against a target.</summary>
internal sealed class OutsideVerb
{
    private readonly TargetOptions _target = new();
    private readonly Argument<string> _suite = new("FILE") { Description = "the suite, a YAML file; docs/RIG.md describes it" };
    private readonly Option<string?> _junit = new("--junit") { Description = "write JUnit XML for CI systems", HelpName = "FILE" };
    private readonly Option<string?> _log = SharedOptions.Log();
    private readonly Option<int> _wait = WaitOption.Create();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        OutsideVerb verb = new();
        Command command = new(
            "outside",
            "Boot a target and test it from outside by a YAML file of regular expressions. Exit status as rk test's.");
        verb._target.AddTo(command);
        command.Arguments.Add(verb._suite);
        command.AddOptions(verb._junit, verb._log, verb._wait);

        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        OutsideSuite suite = OutsideSuite.Load(parsed.GetValue(_suite)!);
        TargetDefinition target = _target.Resolve(parsed);
        using Interruption interruption = new();
        using BoardHold hold = BoardHold.Take(target, "outside", WaitOption.Of(parsed, _wait), isGuarded: true, interruption.Token);
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = RunLogs.Create(parsed.GetValue(_log), target.Name).PathOf(1, 1),
            LayOut = RunFiles.LayOut,
            Volumes = TargetVolumes.Shared,
            Verb = "outside",
        };
        RunOutcome outcome = suite.Run(
            request,
            (test, isOk, reason) =>
                Console.WriteLine(isOk ? $"  ok      {suite.Name}.{test.Name}" : $"  not ok  {suite.Name}.{test.Name}: {reason}"),
            interruption.Token);
        if (parsed.GetValue(_junit) is { } junit)
        {
            JUnitReport.Write(junit, [RunReport.Load(outcome.LogPath)], []);
        }

        Console.WriteLine($"  event log: {Repository.Show(outcome.LogPath)}");
        (outcome.Verdict.Kind == VerdictKind.Infrastructure ? Console.Error : Console.Out).WriteLine(
            $"{(outcome.Verdict.Kind == VerdictKind.Infrastructure ? "rk: " : "")}{outcome.Verdict.Word}: {outcome.Verdict.Reason}");
        return outcome.Verdict.ExitCode;
    }
}
