// How long a machine may take.

using System;

namespace RustKernel.Hil.Targets;

/// <summary>The limits of one run. On emulators they count the machine's own time, not the host's waiting.</summary>
/// <param name="FirstByte">From power-on to the first byte.</param>
/// <param name="Silence">Without any byte, after the first.</param>
/// <param name="Total">For the whole run.</param>
public sealed record Deadlines(TimeSpan FirstByte, TimeSpan Silence, TimeSpan Total)
{
    /// <summary>The default limits: 10 s, 30 s, 120 s.</summary>
    public static Deadlines Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120));

    /// <summary>From the first byte, which may be the firmware's, to the kernel's first line; null for no limit of its own.</summary>
    public TimeSpan? Kernel { get; init; }

    /// <summary>These limits with <paramref name="total"/> for the whole run; no other limit is longer than it.</summary>
    public Deadlines WithTotal(TimeSpan total) => new(Shorter(FirstByte, total), Shorter(Silence, total), total) { Kernel = Kernel };

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
