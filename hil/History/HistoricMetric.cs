// One number of a past run.

namespace RustKernel.Hil.History;

/// <summary>A measurement of one run.</summary>
/// <param name="Name">Its name: boot.instructions, stage.FrameAllocator.</param>
/// <param name="Value">Its value in <paramref name="Unit"/>.</param>
/// <param name="Unit">Its unit, one word.</param>
public sealed record HistoricMetric(string Name, double Value, string Unit);
