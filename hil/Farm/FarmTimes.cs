// The times on which the farm's parts agree.

using System;

namespace RustKernel.Hil.Farm;

/// <summary>
/// How long a hold of a board lasts, and what happens before its end. A lease counts by the store's clock. An agent cannot see that clock:
/// it counts by its own monotonic clock, from before it asked, and so is always early.
/// </summary>
/// <param name="Lease">How long a hold lasts without being renewed.</param>
/// <param name="Renew">How often an agent renews.</param>
/// <param name="StopStarting">After this long without renewal, an agent starts nothing more.</param>
/// <param name="PowerOff">After this long without renewal, an agent switches its boards off: before <paramref name="Lease"/> ends.</param>
/// <param name="HostOffline">A host that was silent for this long counts as offline.</param>
/// <param name="RetryPause">How long a job waits after an attempt that the rig failed.</param>
/// <param name="CheckPause">How long a board that was taken out waits for its first check; before each further one twice as long.</param>
public sealed record FarmTimes(
    TimeSpan Lease,
    TimeSpan Renew,
    TimeSpan StopStarting,
    TimeSpan PowerOff,
    TimeSpan HostOffline,
    TimeSpan RetryPause,
    TimeSpan CheckPause)
{
    // Six doublings: an hour.
    private const int MostDoublings = 6;

    /// <summary>How long a board waits for its next check after <paramref name="checks"/> that it did not pass.</summary>
    public TimeSpan CheckPauseAfter(int checks) => CheckPause * (1 << Math.Clamp(checks, 0, MostDoublings));

    /// <summary>A lease never ends later than this from now, even when the store's clock was set back.</summary>
    public TimeSpan LongestLease => Lease * 2;

    /// <summary>What a farm uses.</summary>
    public static FarmTimes Default { get; } = Scaled(1);

    /// <summary>All of <see cref="Default"/> times <paramref name="factor"/>: tests use less than 1.</summary>
    public static FarmTimes Scaled(double factor) => new(
        TimeSpan.FromSeconds(30) * factor,
        TimeSpan.FromSeconds(10) * factor,
        TimeSpan.FromSeconds(20) * factor,
        TimeSpan.FromSeconds(25) * factor,
        TimeSpan.FromSeconds(60) * factor,
        TimeSpan.FromSeconds(5) * factor,
        TimeSpan.FromMinutes(1) * factor);
}
