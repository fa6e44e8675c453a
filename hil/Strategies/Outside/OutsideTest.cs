// One test of a suite from outside.

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>Send something, expect something.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Send">The line to send first; null for none.</param>
/// <param name="Expect">What must come.</param>
public sealed record OutsideTest(string Name, string? Send, Expectation Expect);
