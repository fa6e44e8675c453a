namespace RustKernel.Services.FileSystems;

/// <summary>Size, times and kind of a node. Times are ticks of 100 ns since the year 1 (UTC); 0: not known.</summary>
public struct FileStatus
{
    /// <summary>Number of the node; never 0.</summary>
    public ulong Node;

    /// <summary>Bytes of a file; for a directory, 0 or the room that it takes.</summary>
    public ulong SizeBytes;

    /// <summary>When it was made.</summary>
    public long Created;

    /// <summary>When it was last read, as far as that is kept.</summary>
    public long Accessed;

    /// <summary>When it was last written.</summary>
    public long Modified;

    /// <summary>Kind and attributes.</summary>
    public FileFlags Flags;

    /// <summary>It is a directory.</summary>
    public readonly bool IsDirectory => (Flags & FileFlags.Directory) != 0;
}
