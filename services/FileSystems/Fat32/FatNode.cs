namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// A file or directory in use. All users of one name share one node. A removed file lives until its last user closes it. After a restart of
/// the server the same file is found by its path or by its <see cref="Identity"/>.
/// </summary>
public sealed class FatNode
{
    private DirectoryEntry? _entry;
    private string? _path;

    internal FatNode(string path, bool isDirectory)
    {
        _path = path;
        IsDirectory = isDirectory;
    }

    // A file opened by its number gets its name from its entry, if an error needs it.
    internal FatNode(DirectoryEntry entry)
    {
        _entry = entry;
        IsDirectory = entry.IsDirectory;
    }

    /// <summary>The path by which it was opened, or to which it was moved.</summary>
    public string Path
    {
        get => _path ??= _entry!.Name;
        internal set => (_path, _entry) = (value, null);
    }

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory { get; }

    /// <summary>Bytes of the file; 0 for a directory.</summary>
    public uint Size { get; internal set; }

    /// <summary>The place of its entry on the disk, which changes when it is renamed. 0: the root.</summary>
    public ulong Identity { get; internal set; }

    /// <summary>Whether it was removed since it was opened.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>Whether it is gone for good, like a directory; an open file keeps a hidden entry.</summary>
    internal bool HasNoEntry { get; set; }

    /// <summary>Describes what of it could not be written since the last report.</summary>
    internal string? Loss { get; set; }

    /// <summary>Whether it lost data since the last call for the losses of all files.</summary>
    internal bool HasNewLoss { get; set; }

    /// <summary>Its sectors that were written but are only in memory.</summary>
    internal int DirtySectors { get; set; }

    /// <summary>Whether the cache has data of it or a loss to report: then a rename must use this very node.</summary>
    internal bool IsCached => DirtySectors != 0 || Loss is not null;

    internal uint Start { get; set; }

    internal int Users { get; set; }

    internal ClusterMap Map { get; } = new();

    internal uint EntrySector => (uint)(Identity / FatLayout.SlotsInSector);

    internal int EntryOffset => (int)(Identity % FatLayout.SlotsInSector) * FatLayout.EntryBytes;
}
