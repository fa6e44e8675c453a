// rk report.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Makes the views of runs from their event logs, again or for runs that were made elsewhere.</summary>
internal sealed class ReportVerb
{
    private readonly Argument<string[]> _logs = new("LOG")
    {
        Description = "event logs, by default in artifacts/runs",
        Arity = ArgumentArity.OneOrMore
    };
    private readonly ReportFiles _files = new();
    private readonly RunHistoryFile _history = new();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        ReportVerb verb = new();
        Command command = new(
            "report",
            "Judge runs by their event logs and write JUnit, JSON, HTML or the plain console. Exit status as of rk test.");
        command.Arguments.Add(verb._logs);
        verb._files.AddTo(command);
        verb._history.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private static RunReport Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConfigurationException($"{path} does not exist");
        }

        try
        {
            return RunReport.Load(Path.GetFullPath(path));
        }
        catch (InvalidDataException e)
        {
            throw new ConfigurationException(e.Message);
        }
    }

    // A log may have gigabytes.
    private static List<RunReport> Load(string[] paths)
    {
        using TimedStep step = TimedStep.Begin("reading logs", "report", isAnnounced: false);
        List<RunReport> runs = [];
        foreach (string path in paths)
        {
            runs.Add(Load(path));
            step.Share = (double)runs.Count / paths.Length;
        }

        return [.. runs.OrderBy(run => run.Started)];
    }

    private int Run(ParseResult parsed)
    {
        using IDisposable reserved = _files.Reserve(parsed);
        List<RunReport> runs = Load([.. parsed.GetValue(_logs)!.DistinctBy(Path.GetFullPath)]);
        Verdict verdict = TargetVerdicts.OfRuns([.. runs.Select(run => (run.Run.Target, run.Verdict))]);
        string[] targets = [.. runs.Select(run => run.Run.Target).Distinct()];
        _files.Write(parsed, string.Join(", ", targets), runs, verdict, () => Trends.For(_history.Path(parsed), targets), []);
        Console.WriteLine($"{verdict.Word}: {verdict.Reason}");
        return verdict.ExitCode;
    }
}
