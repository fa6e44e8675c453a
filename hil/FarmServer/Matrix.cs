// Boards by builds.

using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmServer;

/// <summary>The result of each of the latest builds on each board.</summary>
/// <param name="Builds">The builds, the one that ran latest first.</param>
/// <param name="Boards">The boards, by name.</param>
/// <param name="Cells">A run for each build on each board that has one.</param>
public sealed record Matrix(IReadOnlyList<string> Builds, IReadOnlyList<string> Boards, IReadOnlyList<PastRun> Cells)
{
    private const int BuildsShown = 12;

    /// <summary>
    /// Makes the matrix of runs, the latest first. A cell is the latest run whose verdict is about the kernel. A run that the rig failed is
    /// shown only if there is no other.
    /// </summary>
    public static Matrix Of(IReadOnlyList<PastRun> runs)
    {
        string[] builds = [.. runs.Select(run => run.Record.Build).Where(build => build.Length > 0).Distinct().Take(BuildsShown)];
        PastRun[] cells = [.. runs
            .Where(run => builds.Contains(run.Record.Build))
            .GroupBy(run => (run.Board, run.Record.Build))
            .Select(group => group.FirstOrDefault(run => run.Verdict != "infrastructure") ?? group.First())];
        return new Matrix(builds, [.. cells.Select(cell => cell.Board).Distinct().Order()], cells);
    }

    /// <summary>The run of <paramref name="build"/> on <paramref name="board"/>; null when there was none.</summary>
    public PastRun? Cell(string board, string build) => Cells.FirstOrDefault(cell => cell.Board == board && cell.Record.Build == build);
}
