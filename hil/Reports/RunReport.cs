// One run as its log tells it: what every view is made of.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports;

/// <summary>An event log replayed.</summary>
public sealed class RunReport
{
    private const int MaximumConsoleBytes = 8 << 20;
    private readonly MemoryStream _console = new();

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

    /// <summary>The verdict, judged anew from the events.</summary>
    public Verdict Verdict { get; private set; } = new(VerdictKind.Infrastructure, "the log is empty", "", []);

    /// <summary>Facts about host, tools and image by name.</summary>
    public IDictionary<string, string> Environment { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Wall time of the run.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Run.LastNanoseconds / 100);

    /// <summary>The console's text as received, at most the first 8 MiB.</summary>
    public string Console => Encoding.UTF8.GetString(_console.GetBuffer(), 0, (int)_console.Length);

    /// <summary>Reads the log at <paramref name="path"/>.</summary>
    /// <exception cref="InvalidDataException">It is no event log.</exception>
    public static RunReport Load(string path)
    {
        EventLogReader reader = EventLogReader.Open(path);
        RunReport report = new(path, reader.Header);
        foreach (LogEvent logged in reader.Events())
            report.Take(logged);
        report.Verdict = report.Run.Verb == "run" ? Judge.OfRun(report.Run) : Judge.OfTest(report.Run);
        return report;
    }

    private void Take(LogEvent logged)
    {
        Run.Observe(logged);
        if (logged.Kind == EventKind.Environment)
            Environment[logged.Text("name")] = logged.Text("value");
        if (logged.Kind != EventKind.SerialReceived)
            return;
        int room = MaximumConsoleBytes - (int)_console.Length;
        _console.Write(logged.Data.Span[..Math.Min(room, logged.Data.Length)]);
    }
}
