// What a run is to do.

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using RustKernel.Flash.Images;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

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

    /// <summary>Makes the drivers, which log to the given log; the target's own by default.</summary>
    public Func<EventLogWriter, TargetDefinition, Lab> Drivers { get; init; } = LabFactory.Create;

    /// <summary>Lays out the board's boot partition in a folder; see <see cref="BootJob.LayOut"/>.</summary>
    public Func<TargetDefinition, string, IReadOnlyList<string>>? LayOut { get; init; }

    /// <summary>Makes the data volume of a card; see <see cref="BootJob.Volumes"/>.</summary>
    public IDataVolumes? Volumes { get; init; }

    /// <summary>
    /// Watches an emulated machine for violations of the architecture's rules; see
    /// <see cref="BootJob.ArchCheck"/>. Null: unwatched.
    /// </summary>
    public Func<IReadOnlyCollection<ulong>, IReadOnlyDictionary<ulong, CodePlace>>? ArchCheck { get; init; }

    /// <summary>True to send a script's input without waiting for the machine to print something first.</summary>
    public bool SendsAtOnce { get; init; }

    /// <summary>Where an interactive run offers its line to another rk (<see cref="LineFolder"/>); empty: it does not.</summary>
    public string SharesLineAt { get; init; } = "";

    /// <summary>The suites to run; empty for a boot without tests.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>The words on the kernel's command line that ask for the suites; null for test= and their names.</summary>
    public string? KernelWords { get; init; }

    /// <summary>What the machine may do without failing the run.</summary>
    public Tolerance Tolerates { get; init; }

    /// <summary>True when a run of nothing, or of skipped tests only, may pass.</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>How many tests each suite of this image is known to have; empty when nothing is known.</summary>
    public IReadOnlyDictionary<string, int> KnownTests { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>True when the run must end in a panic to pass.</summary>
    public bool ExpectsPanic { get; init; }

    /// <summary>
    /// Adds the caller's evidence to a verdict: the places of a panic in the sources. Never changes the kind of verdict.
    /// </summary>
    public Func<RunObserver, Verdict, Verdict>? Explain { get; init; }

    /// <summary>
    /// Called while the machine starts, with a line for each way to reach it over its network. Called under the log's lock.
    /// </summary>
    public Action<string>? SayNetwork { get; init; }

    /// <summary>The verb, for the log: test, bench or run.</summary>
    public required string Verb { get; init; }

    /// <summary>Which repetition this is, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>After this many bytes of console, a test run ends as flooding.</summary>
    public long OutputLimitBytes { get; init; } = 16L << 20;
}
