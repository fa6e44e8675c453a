// rk outside.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Xml.Linq;
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
    private readonly Option<string?> _log = new("--log")
    {
        Description = "where the event log goes (default: artifacts/runs)",
        HelpName = "DIR"
    };
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
        foreach (Option option in new Option[] { verb._junit, verb._log, verb._wait })
        {
            command.Options.Add(option);
        }

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
            Verb = "outside",
        };
        List<(string Name, string Reason)> results = [];
        RunOutcome outcome = suite.Run(
            request,
            (test, isOk, reason) =>
            {
                results.Add((test.Name, reason));
                Console.WriteLine(isOk ? $"  ok      {suite.Name}.{test.Name}" : $"  not ok  {suite.Name}.{test.Name}: {reason}");
            },
            interruption.Token);
        if (parsed.GetValue(_junit) is { } junit)
        {
            Document(suite, results, outcome).Save(junit);
        }

        Console.WriteLine($"  event log: {Repository.Show(outcome.LogPath)}");
        (outcome.Verdict.Kind == VerdictKind.Infrastructure ? Console.Error : Console.Out).WriteLine(
            $"{(outcome.Verdict.Kind == VerdictKind.Infrastructure ? "rk: " : "")}{outcome.Verdict.Word}: {outcome.Verdict.Reason}");
        return outcome.Verdict.ExitCode;
    }

    private static XDocument Document(OutsideSuite suite, List<(string Name, string Reason)> results, RunOutcome outcome)
    {
        IEnumerable<XElement> cases = results.Select(result => new XElement(
            "testcase",
            new XAttribute("classname", suite.Name),
            new XAttribute("name", result.Name),
            result.Reason.Length > 0 ? new XElement("failure", new XAttribute("message", XmlText.Clean(result.Reason))) : null));
        bool isBroken = outcome.Verdict.Kind == VerdictKind.Infrastructure;
        return new XDocument(new XElement(
            "testsuites",
            new XElement(
                "testsuite",
                new XAttribute("name", suite.Name),
                new XAttribute("tests", results.Count + (isBroken ? 1 : 0)),
                new XAttribute("failures", results.Count(result => result.Reason.Length > 0)),
                new XAttribute("errors", isBroken ? 1 : 0),
                cases,
                isBroken
                    ? new XElement(
                        "testcase",
                        new XAttribute("classname", suite.Name),
                        new XAttribute("name", "infrastructure"),
                        new XElement("error", new XAttribute("message", XmlText.Clean(outcome.Verdict.Reason))))
                    : null)));
    }
}
