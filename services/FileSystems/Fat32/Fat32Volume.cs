// A mounted FAT32 volume: mounting, nodes, operations as a whole. Names are in Fat32Volume.Names.cs, contents in .Contents.cs.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// FAT32 on a store, compatible with every other system, and safe against cuts: an operation on names happens completely or not at all, and
/// synced data survives. One thread at a time. Paths are like "boot/kernel8.img"; case is kept but does not matter. Every member throws
/// <see cref="FileSystemException"/>: NotFound, Corrupt, DeviceError, and for changes AccessDenied (read-only), NoSpace and InvalidState
/// (an earlier write failed), besides its own errors.
/// </summary>
public sealed partial class Fat32Volume
{
    /// <summary>The largest file.</summary>
    public const uint MostBytes = uint.MaxValue;

    private const int MostDirectories = 64;
    private const int MostIndexedNames = 100_000;

    private readonly FatLayout _layout;
    private readonly Journal _journal;
    private readonly Fat32Options _options;
    private readonly Dictionary<uint, FatDirectory> _directories = [];
    private readonly IndexedNames _indexed = new();
    private readonly Dictionary<ulong, FatNode> _nodes = [];
    private readonly List<(FatNode Node, uint Start, uint Size, ulong Identity, string Path, bool IsGone)> _touched = [];
    private bool _triedLog;

    private Fat32Volume(BlockStore store, FatLayout layout, Fat32Options options)
    {
        _layout = layout;
        _options = options;
        _journal = new Journal(store, layout, options, Drop);
    }

    /// <summary>Describes what mounting repaired or dropped; null if nothing.</summary>
    public string? MountNote { get; private set; }

    /// <summary>Whether every change is refused.</summary>
    public bool IsReadOnly => _journal.IsReadOnly;

    /// <summary>Whether a write failed: every change is refused until the volume is mounted again.</summary>
    public bool HasStopped => _journal.HasStopped;

    /// <summary>Whether the intent log protects against cuts, and not only the order of writes.</summary>
    public bool HasLog => _journal.HasLog;

    /// <summary>Bytes of a cluster.</summary>
    public uint ClusterBytes => _layout.ClusterBytes;

    /// <summary>Bytes that files and directories may take.</summary>
    public ulong TotalBytes => (ulong)_layout.Clusters * _layout.ClusterBytes;

    /// <summary>Bytes that are free. The first call may read the whole FAT.</summary>
    public ulong FreeBytes => (ulong)_journal.Table.CountFree() * _layout.ClusterBytes;

    /// <summary>The volume's serial number, from its formatting.</summary>
    public uint SerialNumber => _layout.VolumeId;

    /// <summary>
    /// Mounts the volume of a store, and repairs what a cut left. NotFound: no FAT; NotSupported: FAT12, FAT16, exFAT, NTFS or other
    /// sectors than 512 bytes; Corrupt: the boot sector or the root directory is damaged.
    /// </summary>
    public static Fat32Volume Mount(BlockStore store, Fat32Options? options = null)
    {
        byte[] boot = new byte[FatLayout.SectorBytes];
        ErrorCode error = store.Read(0, boot);
        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, "Reading the boot", 0);
        }

        Fat32Volume volume = new(store, FatLayout.Read(boot, store.SectorCount), options ?? new Fat32Options());
        volume.Recover();
        return volume;
    }

    /// <summary>
    /// Makes everything durable in place, as other systems read it, and marks the volume as cleanly unmounted. DeviceError: contents of the
    /// file that it names could not be written; everything else is durable, unless the volume stopped. Each loss is reported once here, and
    /// once more by the next <see cref="SyncFile"/> of its file.
    /// </summary>
    public void Sync()
    {
        Rest();
        Report(_journal.Data.NewLosses());
    }

    /// <summary>Makes all earlier changes durable, including this file's contents. Cheaper than <see cref="Sync"/>.</summary>
    public void SyncFile(FatNode node)
    {
        Require(node);
        Commit(node.Identity);
    }

    /// <summary>As <see cref="Sync"/>, but keeps the losses for a caller who asks for them.</summary>
    internal void Rest() => _journal.Close();

    /// <summary>Makes all earlier changes durable; losses of other files than this one do not count. 0, the root, loses nothing.</summary>
    internal void Commit(ulong identity)
    {
        _journal.Commit();
        Report(_journal.Data.TakeLoss(identity));
    }

    private static void Report(FileSystemException? loss)
    {
        if (loss is not null)
        {
            throw loss;
        }
    }

    /// <summary>The first cluster of the directory whose entry is at a place on the disk; 0: the root. NotFound, NotDirectory.</summary>
    internal Place PlaceIn(ulong directory, string name)
    {
        TrimDirectories();
        if (directory == 0)
        {
            return new Place(_layout.RootCluster, "", name);
        }

        DirectoryEntry entry = EntryAt(directory) ?? throw FatErrors.Missing($"directory {directory}");
        return entry.IsDirectory ? new Place(DirectoryStart(entry, entry.Name), entry.Name, name) : throw NotDirectory(entry.Name);
    }

    /// <summary>Opens what is at a path; the root is "". Each call needs one <see cref="Close"/>.</summary>
    public FatNode Open(string path)
    {
        Place place = Resolve(path);
        return Use(place.IsRoot ? RootNode() : NodeOf(Existing(place), place.Path));
    }

    /// <summary>Opens what has this identity, for example after a restart. NotFound: no file or directory has its entry there.</summary>
    public FatNode Open(ulong identity, string path)
    {
        if (identity == 0)
        {
            return Use(RootNode());
        }

        return Use(NodeOf(EntryAt(identity) ?? throw FatErrors.Missing(path), path));
    }

    /// <summary>Opens what has this identity, by its short name. Null: no file or directory has its entry there.</summary>
    internal FatNode? TryOpen(ulong identity)
    {
        if (identity != 0 && _nodes.TryGetValue(identity, out FatNode? node))
        {
            return Use(node);
        }

        DirectoryEntry? entry = EntryAt(identity);
        return entry is null ? null : Use(Node(identity, entry));
    }

    private FatNode Node(ulong identity, DirectoryEntry entry)
    {
        FatNode node = new(entry) { Identity = identity, Start = entry.Start, Size = entry.IsDirectory ? 0 : entry.Size };
        _nodes.Add(identity, node);
        return node;
    }

    /// <summary>The entry at a place on the disk; null when no file or directory has its entry there.</summary>
    internal DirectoryEntry? EntryAt(ulong identity) => SlotAt(identity) is { Length: > 0 } slot
        ? new DirectoryEntry(slot, (int)(identity % FatLayout.SlotsInSector), (uint)(identity / FatLayout.SlotsInSector))
        : null;

    /// <summary>The bytes of that entry, valid until the next change; empty if there is none.</summary>
    internal ReadOnlySpan<byte> SlotAt(ulong identity)
    {
        ulong sector = identity / FatLayout.SlotsInSector;
        if (sector < _layout.DataStart || sector >= _layout.TotalSectors)
        {
            return default;
        }

        ReadOnlySpan<byte> slot = _journal.Cache
            .Read((uint)sector, SectorKind.Directory)
            .Slice((int)(identity % FatLayout.SlotsInSector) * FatLayout.EntryBytes, FatLayout.EntryBytes);
        return slot[0] is 0 or FatDirectory.Deleted or (byte)'.' || (slot[11] & (byte)FatAttributes.Label) != 0 ? default : slot;
    }

    /// <summary>
    /// The place of a name's entry in the directory whose entry is at a place, 0: the root. False: there is none. NotOwned: there is no
    /// such directory; NotDirectory.
    /// </summary>
    internal bool TryFind(ulong directory, ReadOnlySpan<char> name, out ulong identity) =>
        DirectoryAt(directory).TryFind(Trimmed(name), out identity);

    /// <summary>The directory whose entry is at a place, 0: the root. NotOwned, NotDirectory.</summary>
    internal FatDirectory DirectoryAt(ulong directory)
    {
        TrimDirectories();
        uint start = _layout.RootCluster;
        if (directory != 0)
        {
            ReadOnlySpan<byte> slot = SlotAt(directory);
            start = slot.Length == 0
                ? throw new FileSystemException(ErrorCode.NotOwned, $"There is no directory with the number {directory}.")
                : DirectoryEntry.IsDirectoryOf(slot) ? DirectoryEntry.StartOf(slot) : 0;
        }

        // Only an error needs the path, or what is wrong with it.
        return _directories.TryGetValue(start, out FatDirectory? known) && (directory == 0 || start != _layout.RootCluster)
            ? known
            : DirectoryOf(PlaceIn(directory, ""));
    }

    private FatDirectory DirectoryOf(Place place) => Directory(place.Start, place.DirectoryPath);

    /// <summary>Releases a node. A file that was removed while open is freed with its last user.</summary>
    public void Close(FatNode node)
    {
        if (--node.Users > 0)
        {
            return;
        }

        if (node.IsGone && !node.HasNoEntry && !IsReadOnly)
        {
            RemoveHidden(node);
        }

        Drop(node);
    }

    // Stays while the cache has data of it: then it is renamed and removed like an open one.
    internal void Drop(FatNode node)
    {
        if (node.Users <= 0 && !node.IsCached && _nodes.TryGetValue(node.Identity, out FatNode? there) && there == node)
        {
            _ = _nodes.Remove(node.Identity);
        }
    }

    private static FatNode Use(FatNode node)
    {
        node.Users++;
        return node;
    }

    private static void Require(FatNode node)
    {
        if (node.HasNoEntry)
        {
            throw new FileSystemException(ErrorCode.NotFound, $"'{node.Path}' was removed since it was opened.");
        }
    }

    private void Recover()
    {
        if (FindLog() is uint log)
        {
            _journal.UseLog(log);
        }

        MountNote = _journal.Recover();
        ForgetDirectories();
        try
        {
            if (!IsReadOnly)
            {
                FinishFreeing();
                RemoveHidden();
            }
        }
        catch (FileSystemException e)
        {
            _journal.OnlyRead();
            MountNote = $"{(MountNote is null ? "" : MountNote + " ")}What removed files left cannot be freed, so the volume can only be "
                + $"read: "
                + e.Message;
        }
    }

    private FatNode RootNode() => Node(0, "", true, _layout.RootCluster, 0);

    private FatNode NodeOf(DirectoryEntry entry, string path) => Node(entry.Identity, path, entry.IsDirectory, entry.Start, entry.Size);

    private FatNode Node(ulong identity, string path, bool isDirectory, uint start, uint size)
    {
        if (!_nodes.TryGetValue(identity, out FatNode? node))
        {
            node = new FatNode(path, isDirectory) { Identity = identity, Start = start, Size = isDirectory ? 0 : size };
            _nodes.Add(identity, node);
        }

        return node;
    }

    private DateTime Now() => _options.Clock?.Invoke() ?? FatTime.Earliest;

    // An operation on metadata: complete or not at all.
    private void Run(Action operation)
    {
        for (; ; )
        {
            BeginOperation();
            try
            {
                operation();
                EndOperation();
                break;
            }
            catch (Exception e)
            {
                Abort();
                if (!MayTryAgain(e))
                {
                    throw;
                }
            }
        }

        FinishFreeing();
    }

    private void BeginOperation()
    {
        TrimDirectories();
        MakeLog();
        _journal.Begin();
    }

    private void EndOperation()
    {
        _journal.End();
        _touched.Clear();
    }

    private void Abort()
    {
        _journal.Abort();
        ForgetDirectories();
        for (int i = _touched.Count - 1; i >= 0; i--)
        {
            (FatNode node, uint start, uint size, ulong identity, string path, bool isGone) = _touched[i];
            _ = _nodes.Remove(node.Identity);
            node.Identity = identity;
            _nodes[identity] = node;
            (node.Path, node.Start, node.Size, node.IsGone, node.HasNoEntry) = (path, start, size, isGone, false);
            node.Map.Clear();
        }

        _touched.Clear();
    }

    // Freed clusters are reused only when their freeing is on the disk.
    private bool MayTryAgain(Exception e)
    {
        if (e is not FileSystemException { Error: ErrorCode.NoSpace } || !_journal.Table.HasFreed)
        {
            return false;
        }

        _journal.Settle();
        return true;
    }

    // Frees the rest of a chain that was too long for one set of changes.
    private void FinishFreeing()
    {
        while (_journal.Freeing != 0)
        {
            _journal.Commit();
            _journal.Begin();
            _journal.Freeing = _journal.Table.Free(_journal.Freeing, () => _journal.HasRoom);
            _journal.End();
        }
    }

    private void FreeChain(uint first)
    {
        if (first != 0)
        {
            _journal.Freeing = _journal.Table.Free(first, () => _journal.HasRoom);
        }
    }

    private void Touch(FatNode node) => _touched.Add((node, node.Start, node.Size, node.Identity, node.Path, node.IsGone));

    private void Move(FatNode node, ulong identity, string path)
    {
        node.Path = path;
        if (node.Identity != identity)
        {
            if (_nodes.TryGetValue(node.Identity, out FatNode? there) && there == node)
            {
                _ = _nodes.Remove(node.Identity);
            }

            node.Identity = identity;
            _nodes[identity] = node;
        }
    }

    private void RemoveHidden(FatNode node) => Run(() =>
    {
        DirectoryEntry? entry = Directory(_layout.RootCluster, "").FindHidden(node.Identity);
        if (entry is not null)
        {
            Directory(_layout.RootCluster, "").Remove(entry);
            Forget(entry.Identity);
            FreeChain(entry.Start);
        }
    });

    // Removes files that were removed while open, before a restart.
    private void RemoveHidden()
    {
        while (Directory(_layout.RootCluster, "").FindHidden(0) is not null)
        {
            Run(() =>
            {
                DirectoryEntry entry = Directory(_layout.RootCluster, "").FindHidden(0)!;
                Directory(_layout.RootCluster, "").Remove(entry);
                FreeChain(entry.Start);
            });
        }
    }

    // Only between operations: two objects for one directory would contradict each other.
    private void TrimDirectories()
    {
        if (_directories.Count > MostDirectories || _indexed.Count > MostIndexedNames)
        {
            ForgetDirectories();
        }
    }

    private void ForgetDirectories()
    {
        _directories.Clear();
        _indexed.Count = 0;
    }

    private void ForgetDirectory(uint start)
    {
        if (_directories.Remove(start, out FatDirectory? directory))
        {
            _indexed.Count -= directory.IndexedNames;
        }
    }

    private FatDirectory Directory(uint start, string path)
    {
        if (!_directories.TryGetValue(start, out FatDirectory? directory))
        {
            directory = new FatDirectory(_journal, _layout, start, path, _indexed);
            _directories.Add(start, directory);
        }

        directory.Path = path;
        return directory;
    }
}
