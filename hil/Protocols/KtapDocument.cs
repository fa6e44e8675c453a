// One test document, filled line by line by KtapReader.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Protocols;

/// <summary>One KTAP document of protocol 1: from "KTAP version 1" to "# done".</summary>
public sealed class KtapDocument
{
    private readonly List<KtapResult> _tests = [];
    private readonly List<KtapResult> _suites = [];
    private readonly List<KtapMetric> _metrics = [];

    /// <summary>The tests' results in the order of arrival.</summary>
    public IReadOnlyList<KtapResult> Tests => _tests;

    /// <summary>The suites' own results in the order of arrival.</summary>
    public IReadOnlyList<KtapResult> Suites => _suites;

    /// <summary>The measurements in the order of arrival.</summary>
    public IReadOnlyList<KtapMetric> Metrics => _metrics;

    /// <summary>The totals of "# done"; null as long as it has not been read.</summary>
    public KtapTotals? Totals { get; internal set; }

    /// <summary>The suite whose lines were being read last; empty before the first.</summary>
    public string CurrentSuite { get; internal set; } = "";

    /// <summary>True when "# done" was read.</summary>
    public bool IsComplete => Totals is not null;

    /// <summary>True when a test or suite is not ok and nothing before it was damaged.</summary>
    public bool HasTrustedFailure => _tests.Any(IsTrustedFailure) || _suites.Any(IsTrustedFailure);

    internal void AddTest(KtapResult result) => _tests.Add(result);

    internal void AddSuite(KtapResult result) => _suites.Add(result);

    internal void AddMetric(KtapMetric metric) => _metrics.Add(metric);

    private static bool IsTrustedFailure(KtapResult result) => result.IsTrusted && result.Outcome == KtapOutcome.NotOk;
}
