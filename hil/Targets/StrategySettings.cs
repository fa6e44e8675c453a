// How a target is brought from off to its suites.

using System;

namespace RustKernel.Hil.Targets;

/// <summary>
/// The section <c>strategy</c> of a target: limits of the transitions that the rig itself makes, and what it may try again. What the
/// kernel may take is in <see cref="Deadlines"/>.
/// </summary>
public sealed record StrategySettings
{
    /// <summary>Limit for making and placing what the machine boots from.</summary>
    public TimeSpan PrepareLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Limit for opening the serial line.</summary>
    public TimeSpan OpenLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Limit for one act of the power switch.</summary>
    public TimeSpan PowerLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often power-on is tried again when the machine sends no byte. Never after the
    /// kernel's first line: that would hide a failure.
    /// </summary>
    public int Retries { get; init; }

    /// <summary>True to boot with test=wait and ask for suites over the serial line; false to name them on the command line.</summary>
    public bool AsksOverSerial { get; init; }

    /// <summary>True to leave the machine switched on after a run.</summary>
    public bool LeavesOn { get; init; }
}
