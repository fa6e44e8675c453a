namespace RustKernel.Services.FileSystems;

/// <summary>An entry of a directory: a name and its node.</summary>
public struct DirectoryEntry
{
    /// <summary>The name, as created.</summary>
    public string Name;

    /// <summary>The node.</summary>
    public FileStatus Status;
}
