// The data file system as services and the host use it: errors are numbers, and the text of the last one is kept.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// A copy-on-write file system with snapshots and checksums on everything. A power cut leaves either the last commit or the one being made
/// (docs/DATA.md). Besides the errors of <see cref="FileSystem"/>: InvalidState, after a failed write; the volume then takes no more calls
/// until it is mounted again, and has lost what was not synced.
/// </summary>
public sealed class DataFileSystem : FileSystem
{
    private readonly DataVolume _volume;
    private string _problem = "";
    private string? _missing;

    private DataFileSystem(DataVolume volume) => _volume = volume;

    /// <inheritdoc/>
    public override string Kind => "data";

    /// <inheritdoc/>
    public override string Label => _volume.Superblock.Label;

    /// <inheritdoc/>
    public override bool IsReadOnly => _volume.IsReadOnly;

    /// <inheritdoc/>
    public override bool HasStopped => _volume.HasStopped;

    /// <inheritdoc/>
    public override ulong Root => Layout.RootInode;

    /// <inheritdoc/>
    public override ulong TotalBytes => _volume.Superblock.BlockCount * Layout.BlockSize;

    /// <inheritdoc/>
    public override ulong FreeBytes => _volume.FreeBlocks * Layout.BlockSize;

    /// <summary>What the mount noticed, for a person: a damaged superblock, or why the volume is read-only.</summary>
    public IReadOnlyList<string> Notes => _volume.Notes;

    /// <summary>The text of the last error: the file, the block, the remedy.</summary>
    public string LastProblem => _missing is null ? _problem : $"there is no {_missing}";

    /// <summary>Commits since the volume was made.</summary>
    public ulong Generation => _volume.Superblock.Generation;

    /// <summary>Files and directories without the root; deleted ones that are still open count.</summary>
    public ulong FileCount => _volume.Superblock.Files;

    /// <summary>What the disk was asked to do.</summary>
    public DeviceCounts Counts => _volume.Counts;

    /// <summary>When the volume was last changed, in ticks as <see cref="FileSystem.Now"/>; 0: never.</summary>
    public long LastChange => _volume.Superblock.Time;

    /// <summary>Names of the snapshots, the oldest first, each with its time in ticks.</summary>
    public IReadOnlyList<(string Name, long Time)> Snapshots
    {
        get
        {
            List<(string Name, long Time)> all = [];
            foreach (SnapshotRecord snapshot in _volume.Snapshots)
            {
                all.Add((snapshot.Name, snapshot.Time));
            }

            return all;
        }
    }

    internal DataVolume Volume => _volume;

    /// <summary>
    /// Makes an empty volume on a store, whose contents are lost. <paramref name="volume"/>: any number that other volumes do not have;
    /// <paramref name="now"/>: ticks as <see cref="FileSystem.Now"/>. Throws <see cref="FileSystemException"/>: too small, a label of more
    /// than 31 bytes of UTF-8, read-only, or the store failed.
    /// </summary>
    public static void Format(BlockStore store, string label, ulong volume, long now)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(label) > Layout.MaximumSnapshotNameBytes)
        {
            throw new FileSystemException(
                ErrorCode.InvalidArgument,
                $"a label has at most {Layout.MaximumSnapshotNameBytes} bytes of UTF-8");
        }

        if (store.IsReadOnly)
        {
            throw new FileSystemException(ErrorCode.AccessDenied, "the disk can only be read");
        }

        DataVolume.Format(new BlockDevice(store), label, volume, now);
    }

    /// <summary>Whether a store has a superblock of a data volume, intact or damaged.</summary>
    public static bool IsOn(BlockStore store) => Look(store, out bool isOn) == ErrorCode.None && isOn;

    /// <summary>
    /// Whether a store has a superblock of a data volume, intact or damaged. Returns the store's error if it finds no superblock and one of
    /// them cannot be read: there may be a volume.
    /// </summary>
    public static ErrorCode Look(BlockStore store, out bool isOn)
    {
        ErrorCode first = Look(store, 0, out isOn);
        if (isOn)
        {
            return ErrorCode.None;
        }

        ErrorCode second = Look(store, Layout.SecondSuperblock, out isOn);
        return isOn || first == ErrorCode.None ? second : first;
    }

    private static ErrorCode Look(BlockStore store, ulong place, out bool isOn)
    {
        const ulong SectorsInBlock = Layout.BlockSize / BlockStore.SectorSize;
        isOn = false;
        if ((place + 1) * SectorsInBlock > store.SectorCount)
        {
            return ErrorCode.None;
        }

        byte[] block = new byte[Layout.BlockSize];
        ErrorCode error = store.Read(place * SectorsInBlock, block);
        isOn = error == ErrorCode.None && Superblock.HasMagic(block);
        return error;
    }

    /// <summary>Mounts a volume. Throws <see cref="FileSystemException"/>, which says what is wrong with either superblock.</summary>
    public static DataFileSystem Mount(BlockStore store, bool isReadOnly = false) =>
        new(DataVolume.Mount(new BlockDevice(store), isReadOnly));

    /// <summary>Keeps the present state as a snapshot. InvalidArgument, AlreadyExists, NoSpace, AccessDenied.</summary>
    public ErrorCode MakeSnapshot(string name) => Do(volume => volume.MakeSnapshot(name));

    /// <summary>Deletes a snapshot. NotFound, AccessDenied.</summary>
    public ErrorCode DeleteSnapshot(string name) => Do(volume => volume.DeleteSnapshot(name));

    /// <summary>Opens a snapshot as a read-only file system, which ends when the snapshot is deleted. NotFound.</summary>
    public ErrorCode OpenSnapshot(string name, out DataFileSystem? snapshot)
    {
        DataFileSystem? opened = null;
        ErrorCode error = Do(volume => opened = new(volume.OpenSnapshot(name)));
        snapshot = opened;
        return error;
    }

    /// <summary>Reads the whole volume, snapshots included, and reports what is wrong: nothing, on a good volume.</summary>
    public VolumeReport Check() => VolumeCheck.Run(_volume);

    /// <inheritdoc/>
    public override ErrorCode Find(ulong directory, ReadOnlySpan<char> name, out ulong node)
    {
        node = 0;
        try
        {
            if (_volume.TryFind(directory, name, out node))
            {
                return ErrorCode.None;
            }

            // Asked before each creation: no exception, and no text that no one reads.
            _missing = name.ToString();
            return ErrorCode.NotFound;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Describe(ulong node, out FileStatus status)
    {
        status = default;
        try
        {
            status = StatusOf(_volume.LookAt(node));
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Create(ulong directory, ReadOnlySpan<char> name, bool isDirectory, out ulong node)
    {
        node = 0;
        try
        {
            node = Ready().Create(directory, name, isDirectory);
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Remove(ulong directory, ReadOnlySpan<char> name)
    {
        try
        {
            Ready().Remove(directory, name);
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Rename(
        ulong directory,
        ReadOnlySpan<char> name,
        ulong newDirectory,
        ReadOnlySpan<char> newName,
        bool replaces)
    {
        try
        {
            Ready().Rename(directory, name, newDirectory, newName, replaces);
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode List(ulong directory, ref ulong place, out DirectoryEntry entry)
    {
        entry = default;
        try
        {
            if (!_volume.Next(directory, ref place, out string name, out ulong inode))
            {
                return ErrorCode.NotFound;
            }

            entry = new() { Name = name, Status = StatusOf(_volume.LookAtEntry(inode)) };
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Names(ulong directory, ref ulong place, Span<byte> bytes, out int count)
    {
        count = 0;
        ulong next = place;
        try
        {
            count = _volume.Names(directory, ref next, bytes);
            place = next;
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Read(ulong node, ulong position, Span<byte> bytes, out int count)
    {
        count = 0;
        try
        {
            count = _volume.Read(node, position, bytes);
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode Write(ulong node, ulong position, ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        try
        {
            Ready().Write(node, position, bytes);
            count = bytes.Length;
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    /// <inheritdoc/>
    public override ErrorCode SetSize(ulong node, ulong sizeBytes) => Do(volume => volume.SetSize(node, sizeBytes));

    /// <inheritdoc/>
    public override ErrorCode SetStatus(ulong node, long created, long accessed, long modified, FileFlags? flags)
        => Do(volume => volume.SetStatus(node, created, accessed, modified, flags));

    /// <summary>Makes everything durable, whatever the node: a commit covers the whole volume.</summary>
    public override ErrorCode Sync(ulong node) => IsReadOnly ? ErrorCode.None : Do(volume => volume.Commit());

    /// <inheritdoc/>
    public override ErrorCode Hold(ulong node) => Do(volume => volume.Hold(node));

    /// <inheritdoc/>
    public override void Release(ulong node) => _ = Do(volume => volume.Release(node));

    /// <summary>Commits pending changes.</summary>
    public override void Rest() => _ = Sync(0);

    private static FileStatus StatusOf(Inode inode) => new()
    {
        Node = inode.Number,
        SizeBytes = inode.IsDirectory ? 0 : inode.Length,
        Created = inode.Created,
        Accessed = inode.Accessed,
        Modified = inode.Modified,
        Flags = inode.Flags,
    };

    private DataVolume Ready()
    {
        _volume.Now = Now;
        return _volume;
    }

    private ErrorCode Do(Action<DataVolume> work)
    {
        try
        {
            work(Ready());
            return ErrorCode.None;
        }
        catch (FileSystemException e)
        {
            return Failed(e);
        }
    }

    private ErrorCode Failed(FileSystemException failure)
    {
        _volume.Failed(failure);
        _problem = failure.Message;
        _missing = null;
        return failure.Error;
    }
}
