// Combines the verdicts of several targets.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// Runs of one target that end differently are flaky; two boards of which one fails are not, as each target is judged separately. A failure
/// anywhere outranks a target that could not be judged.
/// </summary>
public static class TargetVerdicts
{
    private static readonly VerdictKind[] s_worstFirst = [
        VerdictKind.Fail,
        VerdictKind.Flaky,
        VerdictKind.Usage,
        VerdictKind.Infrastructure
    ];

    /// <summary>The verdict of runs, each with its target, in the order in which they began; there is at least one.</summary>
    public static Verdict OfRuns(IReadOnlyList<(string Target, Verdict Verdict)> runs)
    {
        (string Target, Verdict Verdict)[] judged =
            [.. runs.GroupBy(run => run.Target).Select(group => (group.Key, Judge.OfSeries([.. group.Select(run => run.Verdict)])))];
        return judged.Length == 1 ? judged[0].Verdict : Of(judged);
    }

    /// <summary>The verdict of targets, each judged already.</summary>
    public static Verdict Of(IReadOnlyList<(string Target, Verdict Verdict)> targets)
    {
        int Count(VerdictKind kind) => targets.Count(target => target.Verdict.Kind == kind);
        int unjudged = Count(VerdictKind.Infrastructure) + Count(VerdictKind.Usage);
        string counts = $"of {targets.Count} targets {Count(VerdictKind.Pass)} passed, {Count(VerdictKind.Fail)} failed"
            + (Count(VerdictKind.Flaky) > 0 ? $", {Count(VerdictKind.Flaky)} were flaky" : "")
            + (unjudged > 0 ? $", {unjudged} could not be judged" : "");
        foreach (VerdictKind kind in s_worstFirst)
        {
            foreach ((string target, Verdict verdict) in targets)
            {
                if (verdict.Kind == kind)
                {
                    return new Verdict(kind, $"{counts}; first: {target}: {verdict.Reason}", verdict.Stage, verdict.Evidence);
                }
            }
        }

        return new Verdict(VerdictKind.Pass, counts, "# done", []);
    }
}
