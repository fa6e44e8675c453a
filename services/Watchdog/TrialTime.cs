// How long a kernel on trial gets food.

namespace RustKernel.Services.Watchdog;

/// <summary>
/// The time of a trial, from the kernel's first instruction: what the firmware took is not the kernel's, and a counter that a reset
/// leaves alone refuses no trial. It does not begin again when this service does.
/// </summary>
internal static class TrialTime
{
    // A slow card and every service's start are in it.
    private const ulong Seconds = 60;

    /// <summary>
    /// True when the counter, now at <paramref name="now"/>, has passed the time since <paramref name="entry"/>, the kernel's first
    /// instruction; it counts <paramref name="hertz"/> a second.
    /// </summary>
    internal static bool IsOver(ulong now, ulong entry, ulong hertz) => now - entry > Seconds * hertz;
}
