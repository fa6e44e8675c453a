// The interface of a live display of a run.

using System;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>Shows a run live.</summary>
public interface IRunProgress
{
    /// <summary>
    /// Called after events, while no other can come in. Takes what is new from <paramref name="run"/>. Returns an action that shows it, to
    /// be called without the lock; null when nothing is new.
    /// </summary>
    Action? Collect(RunObserver run);
}
