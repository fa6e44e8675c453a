// A file or directory that somebody uses.

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// An open file or directory. All who open one name share one node. A file that is removed lasts
/// until the last one closes it; after a restart of the server
/// the same file is found by its path or by its <see cref="Identity"/>.
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

    // What was opened by its number is called by its entry, when an error asks.
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

    /// <summary>Whether it is gone for good, as a directory is; an open file keeps a hidden entry.</summary>
    internal bool HasNoEntry { get; set; }

    /// <summary>What of it could not be written since that was last reported, in words.</summary>
    internal string? Loss { get; set; }

    /// <summary>Whether something was lost since the losses of all files were last asked for.</summary>
    internal bool HasNewLoss { get; set; }

    /// <summary>Sectors of it that were written and are in memory only.</summary>
    internal int DirtySectors { get; set; }

    /// <summary>Whether the cache has something of it, or to report about it: what is renamed then must be this very node.</summary>
    internal bool IsCached => DirtySectors != 0 || Loss is not null;

    internal uint Start { get; set; }

    internal int Users { get; set; }

    internal ClusterMap Map { get; } = new();

    internal uint EntrySector => (uint)(Identity / FatLayout.SlotsInSector);

    internal int EntryOffset => (int)(Identity % FatLayout.SlotsInSector) * FatLayout.EntryBytes;
}
