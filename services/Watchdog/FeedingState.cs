// How far the watchdog is.

namespace RustKernel.Services.Watchdog;

/// <summary>What <see cref="FedWatchdog{TBus}.Feed"/> has found out.</summary>
internal enum FeedingState
{
    /// <summary>Never fed.</summary>
    Unknown = 0,

    /// <summary>A time was set; the next feeding sees whether it has become less.</summary>
    Tried = 1,

    /// <summary>It counts, and will reset the board.</summary>
    Armed = 2,

    /// <summary>It does not count: armed, it would strike at once or never.</summary>
    StandsStill = 3,
}
