namespace RustKernel.Services;

/// <summary>A file system as a whole, as <see cref="IFileSystem.Space"/> reports it.</summary>
public struct FileSystemState
{
    /// <summary>What kind of file system it is.</summary>
    [AtMost(12)]
    public string Kind;

    /// <summary>Its name; empty: none.</summary>
    [AtMost(16)]
    public string Label;

    /// <summary>Bytes in all.</summary>
    public ulong TotalBytes;

    /// <summary>Bytes that are free.</summary>
    public ulong FreeBytes;

    /// <summary>Open files of all clients.</summary>
    public uint OpenFiles;

    /// <summary>Sessions.</summary>
    public uint Sessions;

    /// <summary>Nothing can be changed.</summary>
    public bool IsReadOnly;
}
