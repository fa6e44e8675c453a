// One value of a metric over time.

using System;

namespace RustKernel.Hil.History;

/// <summary>What one run measured of a metric.</summary>
/// <param name="Run">The run's number in the history.</param>
/// <param name="Started">When the run began.</param>
/// <param name="Build">The commit of its image.</param>
/// <param name="Value">The value.</param>
public sealed record TrendPoint(long Run, DateTimeOffset Started, string Build, double Value);
