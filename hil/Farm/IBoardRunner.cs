// How an agent uses a board.

using System;
using System.Threading.Tasks;

namespace RustKernel.Hil.Farm;

/// <summary>Runs an assignment on a board of this host.</summary>
public interface IBoardRunner
{
    /// <summary>
    /// Starts <paramref name="assignment"/>. Its event log must be the only *.jsonl in <paramref name="folder"/>.
    /// </summary>
    /// <param name="assignment">What to run.</param>
    /// <param name="image">The image's file; null for the host's own.</param>
    /// <param name="folder">An empty folder for the run.</param>
    IBoardRun Start(Assignment assignment, string? image, string folder);

    /// <summary>
    /// The verdict by the log in <paramref name="folder"/>, of a run that ended or that died with its agent; <paramref name="ending"/> says
    /// what else is known.
    /// </summary>
    FinishReport Judge(Assignment assignment, string folder, RunEnding ending);
}

/// <summary>What is known about a run's end besides its log.</summary>
/// <param name="IsUsageError">The request named something that does not exist: trying again is useless.</param>
/// <param name="Text">Why it ended early, or what it wrote to its standard error; may be empty.</param>
public sealed record RunEnding(bool IsUsageError, string Text);

/// <summary>A run in progress. Its board is off when <see cref="Ended"/> completes.</summary>
public interface IBoardRun : IDisposable
{
    /// <summary>Completes when the run has ended.</summary>
    Task<RunEnding> Ended { get; }

    /// <summary>
    /// Reports that the hold has been renewed. A run without this report for <see cref="FarmTimes.StopStarting"/> ends itself: its agent
    /// may hang.
    /// </summary>
    void Renewed();

    /// <summary>Ends it in order: board off, log closed. May be called at any time and more than once.</summary>
    void Stop();

    /// <summary>Ends it by force. The board's guard switches it off.</summary>
    void Kill();
}
