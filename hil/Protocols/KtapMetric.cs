// One measurement as it was read.

namespace RustKernel.Hil.Protocols;

/// <summary>One metric line, its check being right.</summary>
/// <param name="Suite">The suite it was printed in; empty on the document's first level.</param>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as written, a decimal number.</param>
/// <param name="Unit">Its unit, one word.</param>
/// <param name="TimeMicroseconds">The kernel's time, µs since its entry.</param>
public sealed record KtapMetric(string Suite, string Name, string Value, string Unit, long TimeMicroseconds);
