// One past run, as the history keeps it.

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace RustKernel.Hil.History;

/// <summary>What the history keeps of a run; its event log has the rest.</summary>
public sealed record HistoricRun
{
    /// <summary>Its number in the history; 0 before it is recorded.</summary>
    public long Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The board's name.</summary>
    public string Board { get; init; } = "";

    /// <summary>The verb: test, bench.</summary>
    public string Verb { get; init; } = "";

    /// <summary>The suites asked for, separated by commas.</summary>
    public string Suites { get; init; } = "";

    /// <summary>The verdict's word.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, in one line.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How far the machine got.</summary>
    public string Stage { get; init; } = "";

    /// <summary>The commit that the image names.</summary>
    public string Build { get; init; } = "";

    /// <summary>Wall time, seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The event log's path.</summary>
    public string Log { get; init; } = "";

    /// <summary>The host it ran on, with its operating system.</summary>
    public string Host { get; init; } = "";

    /// <summary>Tests that were ok.</summary>
    public int Ok { get; init; }

    /// <summary>Tests that were not.</summary>
    public int NotOk { get; init; }

    /// <summary>Tests skipped.</summary>
    public int Skipped { get; init; }

    /// <summary>The tests that were not ok: suite.name.</summary>
    public IReadOnlyList<string> FailedTests { get; init; } = [];

    /// <summary>The SHA-256 of the image that ran; empty when it is not known.</summary>
    public string ImageSha256 { get; init; } = "";

    /// <summary>How many tests each suite had, by an undamaged document. Empty for a run read back from the history.</summary>
    public IReadOnlyDictionary<string, int> SuiteTests { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Its measurements. Empty for a run read without them.</summary>
    public IReadOnlyList<HistoricMetric> Metrics { get; init; } = [];

    /// <summary>The files it used. Empty for a run read without them.</summary>
    public IReadOnlyList<HistoricArtifact> Artifacts { get; init; } = [];
}
