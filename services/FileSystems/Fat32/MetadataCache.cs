using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// The sectors of FATs and directories in memory: a bounded number of unchanged, last used ones, and all changed ones, whose number
/// <see cref="Journal"/> bounds. If an operation fails, its changes are undone.
/// </summary>
internal sealed class MetadataCache(BlockStore store, FatLayout layout, int capacity)
{
    private const int SectorsInGroup = 8;

    private readonly Dictionary<uint, MetadataSector> _sectors = [];
    private readonly List<MetadataSector> _changed = [];
    private readonly List<MetadataSector> _undo = [];
    private readonly Stack<byte[]> _spare = new();
    private readonly byte[] _group = new byte[SectorsInGroup * FatLayout.SectorBytes];
    private MetadataSector? _newest;
    private MetadataSector? _oldest;
    private int _kept;

    /// <summary>The changed sectors.</summary>
    public List<MetadataSector> Changed => _changed;

    /// <summary>The present contents of a sector. DeviceError: it cannot be read.</summary>
    public ReadOnlySpan<byte> Read(uint sector, SectorKind kind) => Find(sector, kind).Data;

    /// <summary>A sector that is about to change.</summary>
    public Span<byte> Change(uint number, SectorKind kind)
    {
        MetadataSector sector = Find(number, kind);
        if (sector.Before is null)
        {
            sector.Before = Copy(sector.Data);
            _undo.Add(sector);
        }

        if (sector.Base is null)
        {
            sector.Base = Copy(sector.Data);
            sector.Kind = kind;
            Unlink(sector);
            _changed.Add(sector);
        }

        return sector.Data;
    }

    /// <summary>Whether the sector was changed since it was last written, and what the disk then holds.</summary>
    public bool TryGetBase(uint sector, out ReadOnlySpan<byte> old)
    {
        old = default;
        if (!_sectors.TryGetValue(sector, out MetadataSector? found) || found.Base is null)
        {
            return false;
        }

        old = found.Base;
        return true;
    }

    /// <summary>Takes over what was just written to the disk, bypassing this cache.</summary>
    public void Put(uint sector, ReadOnlySpan<byte> data, SectorKind kind)
    {
        if (!_sectors.TryGetValue(sector, out MetadataSector? found))
        {
            found = Insert(sector, kind);
        }

        data.CopyTo(found.Data);
        if (found.Base is not null)
        {
            data.CopyTo(found.Base);
        }
    }

    /// <summary>Takes over that sectors were just zeroed on the disk, bypassing this cache.</summary>
    public void Clear(uint firstSector, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            if (_sectors.TryGetValue(firstSector + i, out MetadataSector? found))
            {
                found.Data.AsSpan().Clear();
                found.Base?.AsSpan().Clear();
            }
        }
    }

    /// <summary>
    /// Takes over a change made elsewhere: the disk holds <paramref name="old"/>, and <paramref name="now"/> is to be written.
    /// </summary>
    public void PutChange(uint number, ReadOnlySpan<byte> old, ReadOnlySpan<byte> now, SectorKind kind)
    {
        Put(number, old, kind);
        now.CopyTo(Change(number, kind));
    }

    /// <summary>Keeps what the operation changed.</summary>
    public void Keep()
    {
        foreach (MetadataSector sector in _undo)
        {
            _spare.Push(sector.Before!);
            sector.Before = null;
        }

        _undo.Clear();
    }

    /// <summary>Undoes what the operation changed.</summary>
    public void Undo()
    {
        foreach (MetadataSector sector in _undo)
        {
            _spare.Push(sector.Data);
            sector.Data = sector.Before!;
            sector.Before = null;
            if (sector.Data.AsSpan().SequenceEqual(sector.Base))
            {
                _ = _changed.Remove(sector);
                Settle(sector);
            }
        }

        _undo.Clear();
    }

    /// <summary>The disk holds all changes.</summary>
    public void Settle()
    {
        foreach (MetadataSector sector in _changed)
        {
            Settle(sector);
        }

        _changed.Clear();
        Evict();
    }

    private void Settle(MetadataSector sector)
    {
        _spare.Push(sector.Base!);
        sector.Base = null;
        Link(sector);
    }

    private MetadataSector Find(uint number, SectorKind kind)
    {
        if (_newest is not null && _newest.Number == number)
        {
            return _newest;
        }

        if (!_sectors.TryGetValue(number, out MetadataSector? sector))
        {
            Load(number, kind);
            return _sectors[number];
        }

        if (sector.Base is null && sector != _newest)
        {
            Unlink(sector);
            Link(sector);
        }

        return sector;
    }

    // Reads neighbours, too: FATs and directories are mostly read sequentially.
    private void Load(uint number, SectorKind kind)
    {
        uint start = kind == SectorKind.Table ? layout.ActiveFatStart : layout.DataStart;
        uint size = kind == SectorKind.Table ? SectorsInGroup : Math.Min(SectorsInGroup, layout.SectorsInCluster);
        uint end = kind == SectorKind.Table ? start + layout.FatSectors : layout.TotalSectors;
        uint first = number < start ? number : number - ((number - start) % size);
        int count = number < start ? 1 : (int)Math.Min(size, end - first);
        Span<byte> data = _group.AsSpan(0, count * FatLayout.SectorBytes);
        if (store.Read(first, data) != ErrorCode.None)
        {
            (first, count) = (number, 1);
            data = data.Slice(0, FatLayout.SectorBytes);
            ReadOne(number, kind, data);
        }

        for (int i = count - 1; i >= 0; i--)
        {
            uint one = first + (uint)i;
            if (one != number && !_sectors.ContainsKey(one))
            {
                data.Slice(i * FatLayout.SectorBytes, FatLayout.SectorBytes).CopyTo(Insert(one, kind).Data);
            }
        }

        data.Slice((int)(number - first) * FatLayout.SectorBytes, FatLayout.SectorBytes).CopyTo(Insert(number, kind).Data);
    }

    // Tries the second FAT, which exists for this.
    private void ReadOne(uint number, SectorKind kind, Span<byte> data)
    {
        ErrorCode error = store.Read(number, data);
        if (error != ErrorCode.None && kind == SectorKind.Table && layout.IsMirrored && layout.FatCount > 1)
        {
            error = store.Read(number + layout.FatSectors, data);
        }

        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, kind == SectorKind.Table ? "Reading the FAT's" : "Reading the directory's", number);
        }
    }

    private MetadataSector Insert(uint number, SectorKind kind)
    {
        Evict();
        MetadataSector sector = new(number, kind);
        _sectors.Add(number, sector);
        Link(sector);
        return sector;
    }

    private void Evict()
    {
        while (_kept >= capacity && _oldest is MetadataSector oldest)
        {
            Unlink(oldest);
            _ = _sectors.Remove(oldest.Number);
        }
    }

    private void Link(MetadataSector sector)
    {
        sector.Older = _newest;
        sector.Newer = null;
        if (_newest is not null)
        {
            _newest.Newer = sector;
        }

        _newest = sector;
        _oldest ??= sector;
        _kept++;
    }

    private void Unlink(MetadataSector sector)
    {
        if (sector.Newer is not null)
        {
            sector.Newer.Older = sector.Older;
        }
        else
        {
            _newest = sector.Older;
        }

        if (sector.Older is not null)
        {
            sector.Older.Newer = sector.Newer;
        }
        else
        {
            _oldest = sector.Newer;
        }

        _kept--;
    }

    private byte[] Copy(byte[] data)
    {
        byte[] copy = _spare.Count != 0 ? _spare.Pop() : new byte[FatLayout.SectorBytes];
        data.AsSpan().CopyTo(copy);
        return copy;
    }
}
