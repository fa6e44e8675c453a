// How long the watchdog is fed for a kernel on trial.

namespace RustKernel.Services.Watchdog;

/// <summary>
/// The time of a trial, from the kernel's first instruction: the firmware's time does not count, and a counter that survives a reset fails
/// no trial. It does not begin again when this service is restarted.
/// </summary>
internal static class TrialTime
{
    // Includes a slow card and the start of every service.
    private const ulong Seconds = 60;

    /// <summary>
    /// True when the counter, now at <paramref name="now"/>, is past the time since <paramref name="entry"/>, the kernel's first
    /// instruction; it counts <paramref name="hertz"/> a second.
    /// </summary>
    internal static bool IsOver(ulong now, ulong entry, ulong hertz) => now - entry > Seconds * hertz;
}
