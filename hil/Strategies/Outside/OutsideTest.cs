// One test of a suite from outside.

using System;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>Send something, expect something.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Send">The line to send first; null for none.</param>
/// <param name="Expect">The regular expression that must come.</param>
/// <param name="Never">One that must not come before it; null for none.</param>
/// <param name="Within">How long the machine may take.</param>
public sealed record OutsideTest(string Name, string? Send, string Expect, string? Never, TimeSpan Within);
