// A name in a directory.

namespace RustKernel.Services.FileSystems;

/// <summary>What a directory gives for each of its names.</summary>
public struct DirectoryEntry
{
    /// <summary>The name, as it was given.</summary>
    public string Name;

    /// <summary>The node.</summary>
    public FileStatus Status;
}
