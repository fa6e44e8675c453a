namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>States in the log's header. The numbers are on the disk.</summary>
internal enum LogState
{
    /// <summary>No header of ours.</summary>
    None = 0,

    /// <summary>The volume is about to change or changing; nothing needs repair.</summary>
    Open = 1,

    /// <summary>The log holds changes.</summary>
    Changes = 2,

    /// <summary>All changes are in place; the volume is being marked as cleanly unmounted.</summary>
    Closing = 3,
}
