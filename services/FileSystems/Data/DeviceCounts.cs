namespace RustKernel.Services.FileSystems.Data;

/// <summary>Calls of the store and the blocks that they moved, since the mount.</summary>
public sealed class DeviceCounts
{
    /// <summary>Reads.</summary>
    public long Reads { get; internal set; }

    /// <summary>Blocks that reads moved.</summary>
    public long BlocksRead { get; internal set; }

    /// <summary>Writes.</summary>
    public long Writes { get; internal set; }

    /// <summary>Blocks that writes moved.</summary>
    public long BlocksWritten { get; internal set; }

    /// <summary>Flushes.</summary>
    public long Flushes { get; internal set; }
}
