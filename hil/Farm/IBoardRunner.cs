// How an agent uses a board.

using System;
using System.Threading.Tasks;

namespace RustKernel.Hil.Farm;

/// <summary>Runs an assignment on a board of this host.</summary>
public interface IBoardRunner
{
    /// <summary>
    /// Begins to run <paramref name="assignment"/>; its event log is to be the only *.jsonl in <paramref name="folder"/>.
    /// </summary>
    /// <param name="assignment">What to run.</param>
    /// <param name="image">The image's file; null for the host's own.</param>
    /// <param name="folder">An empty folder for the run.</param>
    IBoardRun Start(Assignment assignment, string? image, string folder);

    /// <summary>
    /// The verdict by the log in <paramref name="folder"/>, of a run that ended or that died with its agent; <paramref name="ending"/> says
    /// what is known beside it.
    /// </summary>
    FinishReport Judge(Assignment assignment, string folder, RunEnding ending);
}

/// <summary>How a run ended, beside what its log says.</summary>
/// <param name="IsUsageError">It was asked for something that does not exist: trying again is of no use.</param>
/// <param name="Text">Why it ended early, or what it wrote to its standard error; may be empty.</param>
public sealed record RunEnding(bool IsUsageError, string Text);

/// <summary>A run that goes on. Its board is off when <see cref="Ended"/> completes.</summary>
public interface IBoardRun : IDisposable
{
    /// <summary>Completes when the run has ended.</summary>
    Task<RunEnding> Ended { get; }

    /// <summary>
    /// The hold has been renewed. A run that hears nothing for <see cref="FarmTimes.StopStarting"/> ends by itself: its agent may stand
    /// still.
    /// </summary>
    void Renewed();

    /// <summary>Ends it in order: board off, log closed. May be called at any time and more than once.</summary>
    void Stop();

    /// <summary>Ends it by force. The board's guard switches it off.</summary>
    void Kill();
}
