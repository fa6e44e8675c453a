// A result of a test from outside.

namespace RustKernel.Hil.Verdicts;

/// <summary>One "outside" event.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="Name">The test's name.</param>
/// <param name="IsOk">True when it came as expected.</param>
/// <param name="Reason">The reason if it did not.</param>
/// <param name="Nanoseconds">When it was decided, ns since the run's start.</param>
public sealed record OutsideResult(string Suite, string Name, bool IsOk, string Reason, long Nanoseconds);
