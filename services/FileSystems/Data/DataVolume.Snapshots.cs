// Snapshots: earlier commits that are kept. Making one costs two superblocks, whatever its size.

using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.FileSystems.Data;

internal sealed partial class DataVolume
{
    /// <summary>The snapshots, the oldest first.</summary>
    public IReadOnlyList<SnapshotRecord> Snapshots => _superblock.Snapshots;

    /// <summary>Keeps the present state under a name. InvalidArgument, AlreadyExists, NoSpace: there are the most snapshots.</summary>
    public void MakeSnapshot(string name)
    {
        CheckWritable();
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes is 0 or > Layout.MaximumSnapshotNameBytes || name.Contains('/') || name.Contains('\0'))
        {
            throw new FileSystemException(
                ErrorCode.InvalidArgument,
                $"a snapshot's name has 1 to {Layout.MaximumSnapshotNameBytes} bytes of UTF-8 without '/' and NUL");
        }

        if (IndexOf(name) >= 0)
        {
            throw new FileSystemException(ErrorCode.AlreadyExists, $"there is a snapshot {name}");
        }

        if (_superblock.Snapshots.Count == Layout.MaximumSnapshots)
        {
            throw new FileSystemException(ErrorCode.NoSpace, $"there are {Layout.MaximumSnapshots} snapshots: delete one");
        }

        Commit();
        _space!.Hold(_superblock.Space);
        _superblock.Snapshots.Add(new(name, _superblock.Generation, Now, _superblock.Tree, _superblock.Space));
        Commit(isForced: true);
    }

    /// <summary>Deletes a snapshot; its views end. NotFound.</summary>
    public void DeleteSnapshot(string name)
    {
        CheckWritable();
        int index = IndexOf(name);
        if (index < 0)
        {
            throw NoSnapshot(name);
        }

        Commit();
        List<SnapshotRecord> left = new(_superblock.Snapshots);
        left.RemoveAt(index);
        _space!.HoldOnly(left);
        _superblock.Snapshots.RemoveAt(index);
        foreach ((string of, DataVolume view) in _views)
        {
            view._stopped = of == name ? $"snapshot {name} was deleted" : view._stopped;
        }

        Commit(isForced: true);
    }

    /// <summary>A snapshot as a read-only volume. NotFound.</summary>
    public DataVolume OpenSnapshot(string name)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            throw NoSnapshot(name);
        }

        SnapshotRecord snapshot = _superblock.Snapshots[index];
        Superblock past = new()
        {
            Generation = snapshot.Generation,
            Volume = _superblock.Volume,
            BlockCount = _superblock.BlockCount,
            Time = snapshot.Time,
            Tree = snapshot.Tree,
            Space = snapshot.Space,
            Label = _superblock.Label,
        };
        DataVolume view = new(_device, past, null);
        _views.Add((name, view));
        return view;
    }

    private int IndexOf(string name) => _superblock.Snapshots.FindIndex(snapshot => snapshot.Name == name);

    private FileSystemException NoSnapshot(string name)
        => new(
            ErrorCode.NotFound,
            $"there is no snapshot {name}; there are: {string.Join(", ", _superblock.Snapshots.ConvertAll(snapshot => snapshot.Name))}");
}
