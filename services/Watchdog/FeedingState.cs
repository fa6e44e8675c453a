namespace RustKernel.Services.Watchdog;

/// <summary>How far <see cref="FedWatchdog{TBus}.Feed"/> has got.</summary>
internal enum FeedingState
{
    /// <summary>Never fed.</summary>
    Unknown = 0,

    /// <summary>A time was set; the next feeding checks whether it has decreased.</summary>
    Tried = 1,

    /// <summary>It counts, and will reset the board.</summary>
    Armed = 2,

    /// <summary>It does not count: if armed, it would reset the board at once or never.</summary>
    StandsStill = 3,
}
