// A mounted volume: its parts, how it is found on the disk, how changes become durable.
//
// The superblock points to everything. A change makes new nodes and data blocks beside the old ones. A commit writes them and makes them
// durable; then it writes the superblock that points to them, in place of the one before the last, and makes that durable. So a cut
// leaves either the last commit or the one being made, complete.

using System;
using System.Collections.Generic;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>The engine of <see cref="DataFileSystem"/>. Its errors are <see cref="FileSystemException"/>.</summary>
internal sealed partial class DataVolume
{
    private const int NodesKept = 512;
    private const int PagesKept = 1024;

    private readonly BlockDevice _device;
    private readonly Superblock _superblock;
    private readonly SpaceMap? _space;
    private readonly NodeCache _cache;
    private readonly Tree _tree;
    private readonly BlockWriter _writer;
    private readonly Dictionary<ulong, int> _held = [];
    private readonly List<(string Name, DataVolume View)> _views = [];
    private string _stopped = "";
    private bool _isChanging;
    private bool _isNextChecked;

    private DataVolume(BlockDevice device, Superblock superblock, SpaceMap? space)
    {
        _device = device;
        _superblock = superblock;
        _space = space;
        _cache = new(device, superblock.BlockCount, (uint)superblock.Volume, NodesKept);
        _tree = new(_cache, space) { Root = superblock.Tree };
        _writer = new(device);
        _dirtyLimit = (int)Math.Min(256, superblock.BlockCount / 32);
    }

    /// <summary>What the mount noticed: a damaged superblock, or a read-only volume.</summary>
    public List<string> Notes { get; } = [];

    public bool IsReadOnly => _space is null;

    public bool HasStopped => _stopped.Length != 0;

    public Superblock Superblock => _superblock;

    public BlockDevice Device => _device;

    public DeviceCounts Counts => _device.Counts;

    public long Now { get; set; }

    /// <summary>Blocks kept in reserve, so that files can be deleted on a full volume.</summary>
    public ulong Reserve => Math.Max(48, _superblock.BlockCount / 64);

    /// <summary>Blocks available to files, including those that the next commits will free.</summary>
    public ulong FreeBlocks
    {
        get
        {
            ulong free = _space is null ? 0 : _space.Free + _space.Returning;
            ulong kept = Reserve + PendingNeed();
            return free > kept ? free - kept : 0;
        }
    }

    /// <summary>Makes an empty volume; the store's contents are lost.</summary>
    public static void Format(BlockDevice device, string label, ulong volume, long now)
    {
        ulong blocks = Math.Min(device.BlockCount, Layout.MaximumBlocks);
        if (blocks < Layout.MinimumBlocks)
        {
            throw new FileSystemException(
                ErrorCode.InvalidArgument,
                $"a data volume has at least {Layout.MinimumBlocks} blocks of {Layout.BlockSize} bytes; the disk has {blocks}");
        }

        byte[] nothing = new byte[Layout.BlockSize];
        device.Write(0, nothing);
        device.Write(Layout.SecondSuperblock, nothing);
        device.Flush();
        Superblock superblock = new() { Volume = volume | 1, BlockCount = blocks, NextInode = Layout.RootInode + 1, Label = label };
        DataVolume made = new(device, superblock, new SpaceMap(device, blocks)) { Now = now };
        made._tree.Create();
        made.PutInode(new()
        {
            Number = Layout.RootInode,
            Flags = FileFlags.Directory,
            Created = now,
            Modified = now,
            Parent = Layout.RootInode
        });
        made.Commit(isForced: true);
        made.Commit(isForced: true);
    }

    /// <summary>
    /// Mounts the newest intact commit. It mounts read-only if there may be a newer one that cannot be read now, as a change would
    /// overwrite that. Corrupt: there is none; the text says why.
    /// </summary>
    public static DataVolume Mount(BlockDevice device, bool isReadOnly)
    {
        List<string> notes = [];
        List<Superblock> found = FindSuperblocks(device, notes, out bool mayMiss);
        isReadOnly |= device.IsReadOnly;
        foreach (Superblock superblock in found)
        {
            DataVolume? volume = TryMount(device, superblock, isReadOnly || mayMiss, notes, ref mayMiss);
            if (volume is not null && !volume.TryDropOrphans(notes))
            {
                // Read the disk again: the commit may be half done in memory.
                volume = Mount(device, isReadOnly: true);
                volume.Notes.Add(notes[notes.Count - 1]);
                return volume;
            }

            if (volume is not null)
            {
                if (mayMiss && !isReadOnly)
                {
                    notes.Add($"commit {superblock.Generation} is mounted, and a newer one may be there: the volume can only be read");
                }

                volume.Notes.InsertRange(0, notes);
                return volume;
            }
        }

        throw new FileSystemException(ErrorCode.Corrupt, "no data volume can be mounted: " + string.Join("; ", notes));
    }

    /// <summary>A failed change may be half done in memory, but never on the disk: the volume stops and keeps the last commit.</summary>
    public void Failed(Exception failure)
    {
        if (_isChanging && _stopped.Length == 0)
        {
            _stopped = $"the volume stopped after a failure, mount it again: {failure.Message}";
        }
    }

    /// <summary>Makes all changes durable.</summary>
    public void Commit(bool isForced = false)
    {
        CheckAlive();
        if (_space is null || (!isForced && _dirty.Count == 0 && _cache.DirtyCount == 0 && !_space.IsDirty))
        {
            return;
        }

        _isChanging = true;
        try
        {
            WriteCommit(_space);
        }
        catch (FileSystemException e)
        {
            // Even if no caller of this object asked for it: it must not be tried again.
            Failed(e);
            throw;
        }

        _isChanging = false;
    }

    private void WriteCommit(SpaceMap map)
    {
        FlushData();
        ulong generation = _superblock.Generation + 1;
        _tree.Store(generation, (uint)_superblock.Volume, _writer);
        BlockPointer space = map.Store(_writer);
        _writer.Finish();
        _device.Flush();
        _superblock.Generation = generation;
        _superblock.Tree = _tree.Root;
        _superblock.Space = space;
        _superblock.Time = Now;
        _device.Write(Superblock.PlaceOf(generation), _superblock.ToBlock());
        _device.Flush();
        _cache.Committed();
        map.Committed();
        _refused = 0;
    }

    // Also reports whether there is, or may be, a superblock that this program cannot read.
    private static List<Superblock> FindSuperblocks(BlockDevice device, List<string> notes, out bool mayMiss)
    {
        mayMiss = false;
        List<Superblock> found = [];
        byte[] block = new byte[Layout.BlockSize];
        foreach (ulong place in new ulong[] { 0, Layout.SecondSuperblock })
        {
            string mistake;
            try
            {
                if (place >= device.BlockCount)
                {
                    notes.Add($"the disk has {device.BlockCount} blocks, too few for a data volume");
                    break;
                }

                device.Read(place, block);
                Superblock? superblock = Superblock.Read(block, device.BlockCount, out mistake, out bool isWhole);
                mayMiss |= superblock is null && isWhole;
                if (superblock is not null)
                {
                    found.Add(superblock);
                }
            }
            catch (FileSystemException e)
            {
                mistake = e.Message;
                mayMiss = true;
            }

            if (mistake.Length != 0)
            {
                notes.Add($"superblock at block {place}: {mistake}");
            }
        }

        found.Sort((a, b) => b.Generation.CompareTo(a.Generation));
        return found;
    }

    // Reads the whole map, but only the tree's root: the cost of a mount depends on the size of the disk, not on the files.
    private static DataVolume? TryMount(BlockDevice device, Superblock superblock, bool isReadOnly, List<string> notes, ref bool mayMiss)
    {
        try
        {
            SpaceMap? space = isReadOnly || !superblock.IsWritable ? null : LoadSpace(device, superblock, notes);
            if (!superblock.IsWritable)
            {
                notes.Add($"it has features {superblock.WriteFeatures:x} that this program cannot write: it can only be read");
            }

            DataVolume volume = new(device, superblock, space);
            _ = volume.GetInode(Layout.RootInode);
            return volume;
        }
        catch (FileSystemException e)
        {
            notes.Add($"commit {superblock.Generation}: {e.Message}");
            mayMiss |= e.Error != ErrorCode.Corrupt;
            return null;
        }
    }

    private static SpaceMap? LoadSpace(BlockDevice device, Superblock superblock, List<string> notes)
    {
        try
        {
            SpaceMap space = new(device, superblock.BlockCount);
            space.Load(superblock.Space);
            foreach (SnapshotRecord snapshot in superblock.Snapshots)
            {
                space.Hold(snapshot.Space);
            }

            return space;
        }
        catch (FileSystemException e)
        {
            notes.Add($"{e.Message}: the volume can only be read; copy its files to a new one");
            return null;
        }
    }

    // What may still be written: changed data blocks, each with its path of nodes, and the map.
    private ulong PendingNeed()
    {
        if (_space is null)
        {
            return 0;
        }

        ulong height = (ulong)_tree.Height;
        return ((ulong)_dirty.Count * (height + 3)) + _space.Overhead;
    }

    /// <summary>
    /// Makes sure that a change finds room: <paramref name="blocks"/> of data and <paramref name="keys"/> items in different places of the
    /// tree. Deletions may use the reserve. NoSpace, with nothing changed.
    /// </summary>
    private void Need(ulong blocks, int keys, bool isDeleting = false)
    {
        CheckWritable();
        for (int tries = 0; ; tries++)
        {
            ulong need = blocks + (blocks / 32) + ((ulong)keys * (ulong)(_tree.Height + 2)) + PendingNeed() + (isDeleting ? 0 : Reserve);
            if (_space!.Free >= need)
            {
                return;
            }

            if (tries == 3 || (_space.Returning == 0 && _dirty.Count == 0))
            {
                throw new FileSystemException(
                    ErrorCode.NoSpace,
                    $"the volume is full: {need} blocks are needed, {_space.Free} free; delete files"
                    + (_superblock.Snapshots.Count == 0 ? "" : " or one of the snapshots, which keep what was deleted since"));
            }

            Commit(isForced: true);
        }
    }

    private void CheckAlive()
    {
        if (_stopped.Length != 0)
        {
            throw new FileSystemException(ErrorCode.InvalidState, _stopped);
        }
    }

    private void CheckWritable()
    {
        CheckAlive();
        if (_space is null)
        {
            throw new FileSystemException(ErrorCode.AccessDenied, "the volume can only be read");
        }
    }

    // Called after a change, when the state is consistent. Bounds the memory of pending changes.
    private void Settle()
    {
        _isChanging = false;
        if (_cache.DirtyCount > NodesKept)
        {
            Commit();
        }
    }

    // False: the last note says why.
    private bool TryDropOrphans(List<string> notes)
    {
        try
        {
            if (_space is not null)
            {
                DropOrphans();
            }

            return true;
        }
        catch (FileSystemException e)
        {
            notes.Add($"what deleted files left cannot be freed: the volume can only be read: {e.Message}");
            return false;
        }
    }

    private void DropOrphans()
    {
        TreeKey end = TreeKey.Of(0, ItemKind.Orphan, ulong.MaxValue);
        for (TreeKey from = TreeKey.Of(0, ItemKind.Orphan, 0); _tree.Next(from, end, out TreeKey key, out _); from = key.Next)
        {
            try
            {
                DropOrphan(key);
            }
            catch (FileSystemException e) when (!_isChanging)
            {
                Notes.Add($"what is left of deleted file {key.Low} stays: {e.Message}");
            }
        }
    }

    private void DropOrphan(TreeKey key)
    {
        Need(0, 6, isDeleting: true);
        Inode inode = GetInode(key.Low);
        TryExtents(key.Low, 0, Everything);
        _isChanging = true;
        _ = _tree.Remove(key);
        Erase(inode);
        Settle();
    }
}
