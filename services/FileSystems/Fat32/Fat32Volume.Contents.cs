// Reading and writing files.

using System;

namespace RustKernel.Services.FileSystems.Fat32;

public sealed partial class Fat32Volume
{
    private static readonly byte[] s_zeros = new byte[32 * 1024];

    /// <summary>Reads from a file; fewer bytes at its end, 0 past it. IsDirectory.</summary>
    public int Read(FatNode node, uint offset, Span<byte> data)
    {
        RequireFile(node);
        int length = offset >= node.Size ? 0 : (int)Math.Min((uint)data.Length, node.Size - offset);
        int done = 0;
        while (done < length)
        {
            uint at = offset + (uint)done;
            uint run = RunAt(node, at, (uint)(length - done), out ulong place);
            int piece = (int)Math.Min((uint)(length - done), run);
            ReadPiece(node, place, data.Slice(done, piece));
            done += piece;
        }

        return length;
    }

    /// <summary>
    /// Writes to a file, which grows as needed; a gap between its end and <paramref name="offset"/> becomes 0. If the volume is full, the
    /// file stays as long as before. IsDirectory; InvalidArgument: larger than 4 GiB - 1; AccessDenied: it has the attribute read-only.
    /// </summary>
    public void Write(FatNode node, uint offset, ReadOnlySpan<byte> data)
    {
        RequireFile(node);
        if (offset + (ulong)data.Length > MostBytes)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, $"'{node.Path}' would become larger than {MostBytes} bytes.");
        }

        if (data.Length == 0)
        {
            return;
        }

        RequireWritable(node);
        uint size = node.Size;
        try
        {
            WriteZeros(node, size, offset);
            int done = 0;
            while (done < data.Length)
            {
                done += WriteSome(node, offset + (uint)done, data.Slice(done));
            }
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.NoSpace && node.Size != size)
        {
            SetSize(node, size);
            throw;
        }
    }

    /// <summary>Makes a file shorter or longer; new bytes are 0. IsDirectory, ReadOnly as for <see cref="Write"/>.</summary>
    public void SetSize(FatNode node, uint size)
    {
        RequireFile(node);
        RequireWritable(node);
        uint old = node.Size;
        if (size < old)
        {
            Run(() => Shorten(node, size));
        }
        else if (size > old)
        {
            try
            {
                WriteZeros(node, old, size);
            }
            catch (FileSystemException e) when (e.Error == ErrorCode.NoSpace && node.Size != old)
            {
                Run(() => Shorten(node, old));
                throw;
            }
        }
    }

    private void RequireFile(FatNode node)
    {
        Require(node);
        if (node.IsDirectory)
        {
            throw IsDirectory(node.Path);
        }
    }

    private void RequireWritable(FatNode node)
    {
        ReadOnlySpan<byte> sector = _journal.Cache.Read(node.EntrySector, SectorKind.Directory);
        if ((sector[node.EntryOffset + 11] & (byte)FatAttributes.ReadOnly) != 0)
        {
            throw new FileSystemException(ErrorCode.AccessDenied, $"'{node.Path}' has the attribute read-only.");
        }
    }

    private void ReadPiece(FatNode node, ulong place, Span<byte> data)
    {
        try
        {
            _journal.Data.Read(place, data);
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.DeviceError)
        {
            throw new FileSystemException(e.Error, $"'{node.Path}': {e.Message}");
        }
    }

    private void WriteOut(FatNode node, ulong place, ReadOnlySpan<byte> data)
    {
        try
        {
            _journal.Data.Write(place, data, node);
        }
        catch (FileSystemException e) when (e.Error == ErrorCode.DeviceError)
        {
            throw new FileSystemException(e.Error, $"'{node.Path}': {e.Message}");
        }
    }

    private void WriteZeros(FatNode node, uint from, uint to)
    {
        while (from < to)
        {
            int length = (int)Math.Min((uint)s_zeros.Length, to - from);
            from += (uint)WriteSome(node, from, s_zeros.AsSpan(0, length));
        }
    }

    // Writes as much as fits into one set of changes.
    private int WriteSome(FatNode node, uint offset, ReadOnlySpan<byte> data)
    {
        if (_journal.HasCut && offset + (ulong)data.Length > node.Size)
        {
            _journal.Settle();
        }

        for (; ; )
        {
            BeginOperation();
            try
            {
                int done = WritePiece(node, offset, data);
                EndOperation();
                return done;
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
    }

    private int WritePiece(FatNode node, uint offset, ReadOnlySpan<byte> data)
    {
        Touch(node);
        ulong end = offset + (ulong)data.Length;
        uint wanted = (uint)((end + _layout.ClusterBytes - 1) / _layout.ClusterBytes);
        uint have = Lengthen(node, wanted);
        end = Math.Min(end, (ulong)have * _layout.ClusterBytes);
        int length = (int)(end - offset);
        int done = 0;
        while (done < length)
        {
            uint run = RunAt(node, offset + (uint)done, 0, out ulong place);
            int piece = (int)Math.Min((uint)(length - done), run);
            WriteOut(node, place, data.Slice(done, piece));
            done += piece;
        }

        node.Size = (uint)Math.Max(node.Size, end);
        UpdateEntry(node);
        return length;
    }

    private void UpdateEntry(FatNode node)
    {
        DateTime now = Now();
        ReadOnlySpan<byte> old = _journal.Cache.Read(node.EntrySector, SectorKind.Directory).Slice(node.EntryOffset, FatLayout.EntryBytes);
        Span<byte> updated = stackalloc byte[FatLayout.EntryBytes];
        old.CopyTo(updated);
        updated[11] |= (byte)FatAttributes.Archive;
        DirectoryEntry.SetStart(updated, node.Start);
        DirectoryEntry.SetSize(updated, node.Size);
        DirectoryEntry.SetWritten(updated, now);
        if (!updated.SequenceEqual(old))
        {
            updated.CopyTo(_journal.Cache.Change(node.EntrySector, SectorKind.Directory).Slice(node.EntryOffset, FatLayout.EntryBytes));
        }
    }

    private void Shorten(FatNode node, uint size)
    {
        Touch(node);
        uint keep = (uint)(((ulong)size + _layout.ClusterBytes - 1) / _layout.ClusterBytes);
        uint rest = node.Start;
        if (keep == 0)
        {
            node.Start = 0;
        }
        else
        {
            uint last = ClusterAt(node, keep - 1, out _);
            rest = _journal.Table.Follow(last, node.Path);
            if (rest != 0)
            {
                _journal.Table.Set(last, FileAllocationTable.End);
                _journal.HasCut = true;
            }
        }

        node.Size = size;
        node.Map.Cut(keep);
        UpdateEntry(node);
        FreeChain(rest);
    }

    // Makes the chain as long as wanted, or as long as fits; returns its length.
    private uint Lengthen(FatNode node, uint wanted)
    {
        if (node.Size != 0)
        {
            _ = ClusterAt(node, (uint)Math.Min(wanted, (node.Size + (ulong)_layout.ClusterBytes - 1) / _layout.ClusterBytes) - 1, out _);
        }

        while (node.Map.Known < wanted && TryFollow(node))
        {
        }

        while (node.Map.Known < wanted && _journal.HasRoom)
        {
            uint first = _journal.Table.Allocate(node.Map.LastCluster, wanted - node.Map.Known, out uint count);
            node.Start = node.Start == 0 ? first : node.Start;
            node.Map.Add(first, count);
        }

        return Math.Min(node.Map.Known, wanted);
    }

    // The bytes at a place of the file that lie together, and where on the store. Follows the chain as far as they are wanted, if there are
    // any.
    private uint RunAt(FatNode node, uint offset, uint wanted, out ulong place)
    {
        uint within = offset % _layout.ClusterBytes;
        uint index = offset / _layout.ClusterBytes;
        uint cluster = ClusterAt(node, index, out uint count);
        if (wanted > (count * (ulong)_layout.ClusterBytes) - within)
        {
            _ = ClusterAt(node, (uint)((offset + (ulong)wanted - 1) / _layout.ClusterBytes), out _);
            cluster = ClusterAt(node, index, out count);
        }

        place = ((ulong)_layout.SectorOf(cluster) * FatLayout.SectorBytes) + within;
        ulong run = ((ulong)count * _layout.ClusterBytes) - within;
        return (uint)Math.Min(run, int.MaxValue);
    }

    private uint ClusterAt(FatNode node, uint index, out uint count)
    {
        uint cluster;
        while (!node.Map.TryGet(index, out cluster, out count))
        {
            if (!TryFollow(node))
            {
                throw FatErrors.Corrupt(
                    $"'{node.Path}': the chain from cluster {node.Start} has {node.Map.Known} clusters, too few for {node.Size} bytes.");
            }
        }

        return cluster;
    }

    // Learns one more cluster of the chain. False: that was its end.
    private bool TryFollow(FatNode node)
    {
        uint next = node.Map.LastCluster == 0 ? node.Start : _journal.Table.Follow(node.Map.LastCluster, node.Path);
        if (next == 0)
        {
            return false;
        }

        if (!_layout.IsCluster(next))
        {
            throw FatErrors.Corrupt($"'{node.Path}': its entry leads to cluster {next}, which is none.");
        }

        if (node.Map.Known > _layout.Clusters)
        {
            throw FatErrors.Corrupt($"'{node.Path}': the chain from cluster {node.Start} leads in a circle.");
        }

        node.Map.Add(next, 1);
        return true;
    }
}
