// A stretch of a current trace.

namespace RustKernel.Hil.Verdicts;

/// <summary>One sample or, in a long trace, several neighbours combined.</summary>
/// <param name="Start">When it begins, ns of the log.</param>
/// <param name="End">When it ends, ns of the log.</param>
/// <param name="Least">The least current, A.</param>
/// <param name="Most">The greatest current, A.</param>
/// <param name="Volts">The voltage at its end, V.</param>
public sealed record PowerSample(long Start, long End, double Least, double Most, double Volts);
