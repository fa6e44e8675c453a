// What a run is to do.

using System.Collections.Generic;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Strategies;

/// <summary>One run of one target.</summary>
public sealed record RunRequest
{
    /// <summary>What to boot, overrides applied.</summary>
    public required TargetDefinition Target { get; init; }

    /// <summary>The repository's root.</summary>
    public required string Root { get; init; }

    /// <summary>Where the event log goes.</summary>
    public required string LogPath { get; init; }

    /// <summary>The suites to run; empty for a boot without tests.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>What asks the kernel for the suites, on its command line; null for test= and their names.</summary>
    public string? KernelWords { get; init; }

    /// <summary>The verb, for the log: test, bench or run.</summary>
    public required string Verb { get; init; }

    /// <summary>Which repetition this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>After so many bytes of console a test run is ended as flooding.</summary>
    public long OutputLimitBytes { get; init; } = 16L << 20;
}
