// One result line as it was read.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Protocols;

/// <summary>One result line of a test or suite, its check being right.</summary>
/// <param name="Suite">The suite's name; empty for a line of the document's first level.</param>
/// <param name="Name">The test's or suite's name.</param>
/// <param name="Outcome">What the line says.</param>
/// <param name="SkipReason">Why it was skipped; empty otherwise.</param>
/// <param name="TimeMicroseconds">The kernel's time, µs since its entry.</param>
/// <param name="HostNanoseconds">When the line's end arrived, ns since the run's start.</param>
/// <param name="IsTrusted">False when something before it in the stream was damaged or missing.</param>
/// <param name="Diagnostics">The diagnostic lines before it, without "# ".</param>
public sealed record KtapResult(
    string Suite,
    string Name,
    KtapOutcome Outcome,
    string SkipReason,
    long TimeMicroseconds,
    long HostNanoseconds,
    bool IsTrusted,
    IReadOnlyList<string> Diagnostics)
{
    /// <summary>"suite.test"; a suite's own line has no suite before its name.</summary>
    public string FullName => Suite.Length > 0 ? $"{Suite}.{Name}" : Name;

    /// <summary>The diagnostic lines without the test's name, with which the kernel's own tests begin theirs.</summary>
    public IEnumerable<string> Reasons => Diagnostics.Select(
        line => line.StartsWith(FullName + ": ", StringComparison.Ordinal) ? line[(FullName.Length + 2)..] : line);

    /// <summary>True for a suite's own line, where that is known from the line alone.</summary>
    public bool IsSuite { get; init; }
}
