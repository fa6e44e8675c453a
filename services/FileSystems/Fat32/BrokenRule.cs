namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>A rule of writing that a test leaves out, to show that its absence is noticed.</summary>
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

    /// <summary>Freed clusters are reused before their freeing is on the disk.</summary>
    FreeLast,
}
