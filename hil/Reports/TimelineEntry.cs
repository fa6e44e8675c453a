// One moment of a run.

namespace RustKernel.Hil.Reports;

/// <summary>An event apart from the console.</summary>
/// <param name="Nanoseconds">When, ns since the run's start.</param>
/// <param name="Kind">The event's kind.</param>
/// <param name="Text">What, in words.</param>
public sealed record TimelineEntry(long Nanoseconds, string Kind, string Text);
