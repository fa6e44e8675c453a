// Who wants to see a run while it happens.

using System;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>Shows a run live.</summary>
public interface IRunProgress
{
    /// <summary>
    /// Called after events, while no other can come in. Takes from <paramref name="run"/> what is new and returns what
    /// shows it, to be called outside; null when nothing is.
    /// </summary>
    Action? Collect(RunObserver run);
}
