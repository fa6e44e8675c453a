// What a test from outside waits for.

using System;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>A pattern and how it is matched.</summary>
/// <param name="Pattern">The regular expression that must come; ^ and $ match at lines.</param>
/// <param name="Within">How long the machine may take.</param>
public sealed record Expectation(string Pattern, TimeSpan Within)
{
    /// <summary>A pattern that must not come before it; null for none.</summary>
    public string? Never { get; init; }

    /// <summary>True to match the bytes as they come: with escape sequences, and with the CR of line ends.</summary>
    public bool IsRaw { get; init; }

    /// <summary>True to match a line before it has ended, as for a prompt. The matched line may continue.</summary>
    public bool IsUnfinished { get; init; }
}
