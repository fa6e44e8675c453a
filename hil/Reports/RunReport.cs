// One run, read from its log: the source of every view.

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Events;
using RustKernel.Hil.Reports.Consoles;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports;

/// <summary>An event log replayed. Memory is bounded, however long the console is.</summary>
public sealed class RunReport
{
    private LogEvent? _recorded;

    private RunReport(string path, EventLogHeader header)
    {
        LogPath = path;
        Started = header.Started;
    }

    /// <summary>The log's path.</summary>
    public string LogPath { get; }

    /// <summary>When the run began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Everything known about the run.</summary>
    public RunObserver Run { get; } = new();

    /// <summary>The verdict, judged again from the events.</summary>
    public Verdict Verdict { get; private set; } = new(VerdictKind.Infrastructure, "the log is empty", "", []);

    /// <summary>The board's name.</summary>
    public string Board { get; private set; } = "";

    /// <summary>The kernel's command line.</summary>
    public string CommandLine { get; private set; } = "";

    /// <summary>Facts about host, tools and image by name.</summary>
    public IDictionary<string, string> Environment { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Numbers about the run itself, as "12.5 ms" by name.</summary>
    public IDictionary<string, string> Figures { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What happened apart from the console.</summary>
    public Timeline Timeline { get; } = new();

    /// <summary>The console's lines with their times; for a long console, its interesting parts.</summary>
    public ConsoleExcerpt Excerpt { get; } = new();

    /// <summary>True when the log ends in the middle: the tool was killed or the disk was full.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Wall time of the run.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Run.LastNanoseconds / 100);

    /// <summary>The console's end as received.</summary>
    public ConsoleTail Console { get; } = new();

    /// <summary>Reads the log at <paramref name="path"/>.</summary>
    /// <exception cref="InvalidDataException">It is no event log.</exception>
    public static RunReport Load(string path)
    {
        EventLogReader reader = EventLogReader.Open(path);
        RunReport report = new(path, reader.Header);
        long events = 0;
        try
        {
            foreach (LogEvent logged in reader.Events())
            {
                events++;
                report.Take(logged);
            }
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{path}:{events + 1}: a field of the event is of another type than it must be: {e.Message}");
        }

        report.IsCutOff = reader.IsTruncated || report._recorded is null;
        report.Verdict = report.Run.Verb switch
        {
            "run" => report.WithRecordedEvidence(Judge.OfRun(report.Run)),
            "console" => report.WithRecordedEvidence(Judge.OfConsole(report.Run)),
            // A log that was cut lacks some of the tests' results.
            "outside" => report.Recorded() is not null
                ? report.WithRecordedEvidence(Judge.OfOutside(report.Run))
                : report.Verdict with { Reason = "the log of tests from outside ends before their verdict" },
            _ => report.WithRecordedEvidence(Judge.OfTest(report.Run)),
        };
        report.Verdict = report.AsFarAsItGoes(report.Verdict, reader.IsTruncated);
        return report;
    }

    /// <summary>
    /// The machine may have done more after the log's end, such as a panic or another boot. A log that ends with a whole line, but without
    /// the run's verdict, may have been written by another tool.
    /// </summary>
    private Verdict AsFarAsItGoes(Verdict verdict, bool isTruncated)
    {
        if (verdict.Kind != VerdictKind.Pass || !IsCutOff)
        {
            return verdict;
        }

        return isTruncated
            ? verdict with
            {
                Kind = VerdictKind.Infrastructure,
                Reason = $"the log ends in the middle of a line: {verdict.Reason} until then",
            }
            : verdict with { Evidence = [.. verdict.Evidence, "the log ends before the run's verdict"] };
    }

    /// <summary>
    /// Evidence of the run that a replay cannot find again, such as a panic's places in the sources, stays with an unchanged verdict.
    /// </summary>
    private Verdict WithRecordedEvidence(Verdict judged)
        => _recorded is { } recorded
            && recorded.Text("verdict") == judged.Word
            && recorded.Text("reason").StartsWith(judged.Reason, StringComparison.Ordinal)
            ? judged with { Reason = recorded.Text("reason"), Evidence = recorded.Texts("evidence") }
            : judged;

    private Verdict? Recorded()
        => _recorded is not { } recorded
            ? null
            : new Verdict(
                recorded.Text("verdict") switch
                {
                    "pass" =>
                    VerdictKind.Pass,
                    "fail" => VerdictKind.Fail,
                    "usage" => VerdictKind.Usage,
                    _ => VerdictKind.Infrastructure
                },
                recorded.Text("reason"),
                recorded.Text("stage"),
                recorded.Texts("evidence"));

    private void Take(LogEvent logged)
    {
        Run.Observe(logged);
        Timeline.Take(logged);
        switch (logged.Kind)
        {
            case EventKind.RunStart:
                Board = logged.Text("board");
                CommandLine = logged.Text("cmdline");
                break;
            case EventKind.Environment:
                Environment[logged.Text("name")] = logged.Text("value");
                break;
            case EventKind.Figure:
                Figures[logged.Text("name")] = $"{logged.Text("value")} {logged.Text("unit")}";
                break;
            case EventKind.Verdict:
                _recorded = logged;
                break;
            case EventKind.SerialReceived:
                TakeConsole(logged);
                break;
        }
    }

    private void TakeConsole(LogEvent logged)
    {
        Excerpt.Feed(logged.Data.Span, logged.Nanoseconds);
        Console.Feed(logged.Data.Span);
    }
}
