// The result of a run.

using System;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>A run that has ended.</summary>
/// <param name="Verdict">The judgement.</param>
/// <param name="Observer">Everything known about it.</param>
/// <param name="LogPath">Its event log.</param>
/// <param name="Duration">Wall time from the log's start to its end.</param>
public sealed record RunOutcome(Verdict Verdict, RunObserver Observer, string LogPath, TimeSpan Duration);
