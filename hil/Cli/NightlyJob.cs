// One line of the regression's matrix.

using System.Collections.Generic;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>A target in the regression, and what came of it.</summary>
/// <param name="Target">The target.</param>
internal sealed record NightlyJob(TargetDefinition Target)
{
    /// <summary>Every run, including those that were repeated.</summary>
    public List<RunReport> Runs { get; } = [];

    /// <summary>The verdicts that count, one for each repetition.</summary>
    public List<Verdict> Verdicts { get; } = [];

    /// <summary>Why runs were repeated: the part of the rig that failed, each time.</summary>
    public List<string> Retries { get; } = [];

    /// <summary>The verdict of all repetitions.</summary>
    public Verdict Verdict =>
        Verdicts.Count > 0 ? Judge.OfSeries(Verdicts) : new Verdict(VerdictKind.Infrastructure, "nothing ran", "", []);
}
