// What is remembered of a run.

using System.Collections.Generic;

namespace RustKernel.Hil.Farm;

/// <summary>The part of a run's event log that is kept for ever. Nothing is decided by it.</summary>
/// <param name="Started">When it began, by its host's clock: milliseconds since 1970.</param>
/// <param name="Verb">test, bench.</param>
/// <param name="Suites">The suites, separated by commas.</param>
/// <param name="Build">The commit that the image names; empty when it is not known.</param>
/// <param name="Image">SHA-256 of the image; empty when it is not known.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Ok">Tests that were ok.</param>
/// <param name="NotOk">Tests that were not.</param>
/// <param name="Skipped">Tests that were skipped.</param>
/// <param name="System">The host's operating system and processors.</param>
/// <param name="FailedTests">The tests that were not ok: suite.name. Empty in lists of many runs.</param>
/// <param name="Metrics">What it measured. Empty in lists of many runs.</param>
/// <param name="Files">The files it used. Empty in lists of many runs.</param>
public sealed record RunRecord(
    long Started,
    string Verb,
    string Suites,
    string Build,
    string Image,
    double Seconds,
    int Ok,
    int NotOk,
    int Skipped,
    string System,
    IReadOnlyList<string> FailedTests,
    IReadOnlyList<Measurement> Metrics,
    IReadOnlyList<UsedFile> Files)
{
    /// <summary>The most failed tests, metrics and files that a record may have.</summary>
    public const int MostEntries = 2000;

    /// <summary>The most letters of a text in it.</summary>
    public const int MostText = 400;

    /// <summary>A record of a run without a log.</summary>
    public static RunRecord Empty(long started, string suites) => new(started, "test", suites, "", "", 0, 0, 0, 0, "", [], [], []);
}

/// <summary>A number that a run measured.</summary>
/// <param name="Name">Its name: boot.instructions.</param>
/// <param name="Value">Its value in <paramref name="Unit"/>.</param>
/// <param name="Unit">Its unit, one word.</param>
public sealed record Measurement(string Name, double Value, string Unit);

/// <summary>A file by its content.</summary>
/// <param name="Name">What it is: image, dtb, sdcard.</param>
/// <param name="Sha256">SHA-256 of its bytes, in small letters.</param>
/// <param name="Bytes">Its size; 0 when it is not known.</param>
public sealed record UsedFile(string Name, string Sha256, long Bytes);

/// <summary>A run of the past, of the farm or from the history file of one host.</summary>
/// <param name="Id">Its number in the farm's history; 0 before it is there.</param>
/// <param name="Run">The farm's run; 0 for one from a history file.</param>
/// <param name="Board">The board's name in the farm.</param>
/// <param name="Type">The board's type.</param>
/// <param name="Host">The host.</param>
/// <param name="Verdict">pass, fail, flaky, usage or infrastructure.</param>
/// <param name="Reason">Why.</param>
/// <param name="Stage">The last stage that was reached.</param>
/// <param name="Record">What its log says.</param>
public sealed record PastRun(
    long Id,
    long Run,
    string Board,
    string Type,
    string Host,
    string Verdict,
    string Reason,
    string Stage,
    RunRecord Record);

/// <summary>Selects past runs, the latest first: those that match every text that is not empty.</summary>
/// <param name="Board">The board.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Build">The image's commit.</param>
/// <param name="Suites">The suites.</param>
/// <param name="Limit">The most runs to return.</param>
public sealed record HistoryQuery(string Board, string Verdict, string Build, string Suites, int Limit)
{
    /// <summary>The most runs in one answer.</summary>
    public const int MostRuns = 1000;
}

/// <summary>One value of a metric on a board.</summary>
/// <param name="Past">The run's number in the history.</param>
/// <param name="Started">When it began: milliseconds since 1970.</param>
/// <param name="Build">The image's commit.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">Its unit.</param>
public sealed record MetricPoint(long Past, long Started, string Build, double Value, string Unit);

/// <summary>A metric of a board over its latest runs that passed, and where it moved to another level.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Points">Its values, the oldest first.</param>
/// <param name="Steps">Where it moved; empty from the store, which judges nothing.</param>
public sealed record BoardTrend(string Name, string Unit, IReadOnlyList<MetricPoint> Points, IReadOnlyList<TrendStep> Steps);

/// <summary>A step of a metric to another level.</summary>
/// <param name="Index">The first point of the new level.</param>
/// <param name="Before">The median of the level before.</param>
/// <param name="After">The median of the new level.</param>
public sealed record TrendStep(int Index, double Before, double After);

/// <summary>The answer to an import.</summary>
/// <param name="Taken">How many were new.</param>
public sealed record ImportReply(int Taken);
