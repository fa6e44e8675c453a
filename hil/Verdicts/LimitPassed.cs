// A deadline or limit that ended a run.

namespace RustKernel.Hil.Verdicts;

/// <summary>One "limit" event.</summary>
/// <param name="Name">first-byte, silence, total, output, panic or power-off.</param>
/// <param name="Amount">The limit in words: "10 s", "33554432 bytes".</param>
/// <param name="Detail">What was known about the machine then; may be empty.</param>
public sealed record LimitPassed(string Name, string Amount, string Detail);
