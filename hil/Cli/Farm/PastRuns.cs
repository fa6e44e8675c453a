// From a host's history to the farm's.

using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Events;
using RustKernel.Hil.Farm;
using RustKernel.Hil.History;
using RustKernel.Hil.Reports;

namespace RustKernel.Hil.Cli.Farm;

/// <summary>Turns what a host remembers of a run into what the farm does.</summary>
internal static class PastRuns
{
    /// <summary>What the farm keeps of <paramref name="run"/>, cut to what it takes.</summary>
    public static RunRecord RecordOf(HistoricRun run) => new(
        run.Started.ToUnixTimeMilliseconds(),
        Cut(run.Verb),
        Cut(run.Suites),
        Cut(run.Build),
        run.ImageSha256.Length > 0 ? run.ImageSha256 : run.Artifacts.FirstOrDefault(file => file.Name == "image")?.Sha256 ?? "",
        run.Seconds,
        run.Ok,
        run.NotOk,
        run.Skipped,
        Cut(run.Host),
        [.. run.FailedTests.Select(text => Cut(text)).Take(RunRecord.MostEntries)],
        [.. run.Metrics
            .Where(metric => double.IsFinite(metric.Value))
            .Select(metric => new Measurement(Cut(metric.Name), metric.Value, Cut(metric.Unit)))
            .Take(RunRecord.MostEntries)],
        [.. run.Artifacts
            .Select(file => new UsedFile(Cut(file.Name), file.Sha256, file.Bytes))
            .Take(RunRecord.MostEntries)]);

    /// <summary>A run of this host's history file as the farm takes it.</summary>
    public static PastRun Of(HistoricRun run, string host, string prefix) => new(
        0,
        0,
        prefix + run.Target,
        run.Board,
        host,
        run.Verdict,
        Cut(run.Reason),
        Cut(run.Stage),
        RecordOf(run));

    /// <summary>What <paramref name="run"/> did to its board: power, what it wrote to boot from, who ended it.</summary>
    public static IReadOnlyList<Deed> DeedsOf(RunReport run) =>
    [
        .. run.Timeline.Entries
            .Where(entry => entry.Kind is EventKind.Power or EventKind.Media or EventKind.Emulator or EventKind.ProcessExit
                or EventKind.Interrupt or EventKind.Limit)
            .Take(Deed.Most)
            .Select(entry => new Deed(
                run.Started.ToUnixTimeMilliseconds() + (entry.Nanoseconds / 1_000_000),
                Cut(entry.Text, Deed.MostText))),
    ];

    private static string Cut(string text) => Cut(text, RunRecord.MostText);

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
