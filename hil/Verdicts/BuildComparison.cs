// Compares the commits that a kernel names with its image's.

using System;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// Damage on a serial line changes a letter or two of a commit. A different commit shares only one letter in sixteen with it.
/// </summary>
public static class BuildComparison
{
    private const int KeptLetters = 5;

    /// <summary>What <paramref name="run"/> shows.</summary>
    public static BuildEvidence Of(RunObserver run)
    {
        BuildLine named = run.Serial.BuildLines;
        if (named.Commits.Count == 0 && named.PanicCommits.Count == 0)
        {
            return BuildEvidence.NotNamed;
        }

        if (!BuildLine.IsCommit(run.ImageBuild))
        {
            return BuildEvidence.NotCompared;
        }

        if (named.Commits.Contains(run.ImageBuild) || named.PanicCommits.Contains(run.ImageBuild))
        {
            return named.Commits.Any(commit => IsAnother(commit, run.ImageBuild)) ? BuildEvidence.Mixed : BuildEvidence.Same;
        }

        return named.Commits.Count > 0 && named.Commits.All(commit => IsAnother(commit, run.ImageBuild))
            ? BuildEvidence.Other
            : BuildEvidence.Doubtful;
    }

    /// <summary>The commit in <paramref name="run"/> that is not the image's; empty when there is none.</summary>
    public static string OtherOf(RunObserver run) =>
        run.Serial.BuildLines.Commits.FirstOrDefault(commit => IsAnother(commit, run.ImageBuild)) ?? "";

    /// <summary>
    /// True when damage cannot explain the difference: damage changes a few letters, cuts off one end, or loses or doubles letters in the
    /// middle. Letters that only the length shows to be lost or doubled do not count as changed.
    /// </summary>
    private static bool IsAnother(string named, string imageBuild)
    {
        string commit = Bare(named), image = Bare(imageBuild);
        int changed = Distance(commit, image) - Math.Abs(commit.Length - image.Length);
        return changed > Math.Min(commit.Length, image.Length) / 3
            && commit.AsSpan().CommonPrefixLength(image) < KeptLetters
            && !commit.EndsWith(image[^KeptLetters..], StringComparison.Ordinal);
    }

    // Every changed tree has this ending, so it does not show that two are of one commit.
    private static string Bare(string commit) =>
        commit.EndsWith(BuildLine.Dirty, StringComparison.Ordinal) ? commit[..^BuildLine.Dirty.Length] : commit;

    /// <summary>How many letters must be changed, lost or added to make one of the other. [Levenshtein 1966]</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int at = 1; at <= left.Length; at++)
        {
            int diagonal = row[0];
            row[0] = at;
            for (int other = 1; other <= right.Length; other++)
            {
                int changed = diagonal + (left[at - 1] == right[other - 1] ? 0 : 1);
                diagonal = row[other];
                row[other] = Math.Min(changed, Math.Min(row[other], row[other - 1]) + 1);
            }
        }

        return row[^1];
    }
}
