// Rules that only a test can have broken.

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>A rule of writing that is left out, for the test that shows that its lack is found.</summary>
internal enum BrokenRule
{
    /// <summary>All rules hold.</summary>
    None,

    /// <summary>No flush between the stages of writing in place.</summary>
    Order,

    /// <summary>No flush between contents and the log.</summary>
    ContentsFirst,

    /// <summary>No flush between the log and the writing in place.</summary>
    LogFirst,

    /// <summary>The log is not replayed.</summary>
    Replay,

    /// <summary>Freed clusters are given again before that is on the disk.</summary>
    FreeLast,
}
