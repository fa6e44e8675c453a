// The user and process that have a board.

using System;

namespace RustKernel.Hil.Drivers.Leases;

/// <summary>The holder of a lease, as the lease's file names it.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Process">The process id.</param>
/// <param name="What">What it does: "rk test pi4".</param>
/// <param name="Since">Since when.</param>
public sealed record LeaseHolder(string User, int Process, string What, DateTimeOffset Since)
{
    /// <summary>In words.</summary>
    public override string ToString() => $"{User} ({What}, process {Process}) since {Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}";
}
