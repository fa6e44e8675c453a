using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// Changes of metadata: operations gather changed sectors. <see cref="Commit"/> makes them durable: data first, a flush, the log, a flush.
/// <see cref="Checkpoint"/> writes them in place in the stages of <see cref="WriteStages"/>. It runs when the next operation begins, so the
/// log never holds more than the one pending set of changes. Without a log, the stages alone keep the volume consistent.
/// </summary>
internal sealed class Journal(BlockStore store, FatLayout layout, Fat32Options options, Action<FatNode> release)
{
    private const int Reserve = 24;
    private const uint CleanShutdown = 1u << 27;
    private const uint MostCountedClusters = 4 * 1024 * 1024;
    private const int LongestWrite = 64;

    private readonly InfoSector _info = new();
    private readonly byte[] _buffer = new byte[LongestWrite * FatLayout.SectorBytes];
    private FileAllocationTable? _table;
    private IntentLog? _log;
    private uint _savedFreeing;
    private bool _isCommitted;
    private bool _isOpen;
    private bool _isForeignDirty;
    private bool _isOnlyRead;
    private string _stopped = "";

    public MetadataCache Cache { get; } = new(store, layout, options.MetadataSectors);

    public DataCache Data { get; } = new(store, options.DataLines, release);

    public FileAllocationTable Table => _table ??= new FileAllocationTable(store, layout, Cache, options.Broken == BrokenRule.FreeLast);

    /// <summary>The first cluster of a chain without a name that must still be freed; 0: none.</summary>
    public uint Freeing { get; set; }

    /// <summary>
    /// Whether a chain was cut and the disk does not have its new end yet: nothing may be attached there before it is written.
    /// </summary>
    public bool HasCut { get; set; }

    /// <summary>Whether this operation may change more sectors and still fit into the log.</summary>
    public bool HasRoom => Cache.Changed.Count < IntentLog.Capacity - Reserve;

    public bool HasLog => _log is not null;

    /// <summary>Whether a write or a flush failed.</summary>
    public bool HasStopped => _stopped.Length != 0;

    public bool IsReadOnly => store.IsReadOnly || options.ReadOnly || _isOnlyRead;

    /// <summary>Refuses changes from now on, and permits reading again after a stop.</summary>
    public void OnlyRead()
    {
        _isOnlyRead = true;
        _stopped = "";
    }

    /// <summary>Uses the log that begins at a sector.</summary>
    public void UseLog(uint firstSector) => _log = new IntentLog(store, layout, firstSector);

    /// <summary>Reads the volume's state and repairs what a cut left. Describes what was done; null if nothing.</summary>
    public string? Recover()
    {
        ReadInfo();
        bool isDirty = IsMarkedDirty();
        LogContents? log = _log?.Read();
        bool isOurs = log is not null && log.State != LogState.None && (_info.Hash == log.InfoBefore || _info.Hash == log.InfoAfter);
        _isOpen = isOurs && (isDirty || IsHalfMarked());
        _isForeignDirty = isDirty && !isOurs;
        if (!isDirty && _info.IsValid && _info.Free <= layout.Clusters)
        {
            Table.FreeOrUnknown = _info.Free;
        }

        Table.Next = _info.IsValid && layout.IsCluster(_info.Next) ? _info.Next : FatLayout.FirstCluster;
        if (log is null || !log.IsWhole || options.Broken == BrokenRule.Replay)
        {
            return null;
        }

        return isOurs ? Replay(log) : "The intent log was dropped: another system has written to the volume since.";
    }

    /// <summary>Begins an operation. AccessDenied, InvalidState, DeviceError.</summary>
    public void Begin()
    {
        RequireRunning();
        if (IsReadOnly)
        {
            throw new FileSystemException(ErrorCode.AccessDenied, "The volume cannot be written.");
        }

        Open();
        if (_isCommitted)
        {
            Checkpoint();
        }
        else if (!HasRoom)
        {
            Settle();
        }

        Table.Begin();
        _savedFreeing = Freeing;
    }

    /// <summary>Keeps the operation's changes.</summary>
    public void End() => Cache.Keep();

    /// <summary>Undoes the operation's changes.</summary>
    public void Abort()
    {
        Cache.Undo();
        Table.Undo();
        Freeing = _savedFreeing;
    }

    /// <summary>
    /// Makes all earlier changes durable, except contents that could not be written: see <see cref="DataCache.TakeLoss"/>.
    /// </summary>
    public void Commit()
    {
        RequireRunning();
        if (IsReadOnly)
        {
            return;
        }

        Data.Flush();
        if (Cache.Changed.Count == 0 || _isCommitted)
        {
            FlushStore(Data.HasWritten);
            return;
        }

        FlushStore(options.Broken != BrokenRule.ContentsFirst);
        if (_log is null)
        {
            Checkpoint();
            FlushStore(true);
            return;
        }

        Guarded(WriteLog);
        _isCommitted = true;
    }

    /// <summary>Makes all earlier changes durable and writes them in place, so that freed clusters can be used.</summary>
    public void Settle()
    {
        Commit();
        if (_isCommitted)
        {
            Checkpoint();
        }
    }

    /// <summary>Makes everything durable in place and marks the volume as cleanly unmounted.</summary>
    public void Close()
    {
        Settle();
        if (!_isOpen || IsReadOnly)
        {
            return;
        }

        FlushStore(true);
        Guarded(MarkClean);
        _isOpen = false;
    }

    /// <summary>Writes zeros to a cluster that no chain on the disk contains, bypassing the caches.</summary>
    public void ClearCluster(uint cluster)
    {
        uint first = layout.SectorOf(cluster);
        Data.Drop(first, layout.SectorsInCluster);
        Cache.Clear(first, layout.SectorsInCluster);
        Span<byte> zeros = _buffer;
        zeros.Clear();
        for (uint i = 0; i < layout.SectorsInCluster; i += LongestWrite)
        {
            int count = (int)Math.Min(LongestWrite, layout.SectorsInCluster - i);
            Write(first + i, zeros.Slice(0, count * FatLayout.SectorBytes));
        }
    }

    /// <summary>Writes one sector of a cluster that no chain on the disk contains.</summary>
    public void WriteNew(uint sector, ReadOnlySpan<byte> data)
    {
        Write(sector, data);
        Cache.Put(sector, data, SectorKind.Directory);
    }

    /// <summary>Marks the volume as in use, before the first change.</summary>
    public void Open()
    {
        if (_isOpen)
        {
            return;
        }

        Guarded(MarkDirty);
        _isOpen = true;
    }

    /// <summary>Marks FSInfo as unknown: before changes that no log protects.</summary>
    public void ForgetInfo()
    {
        _info.Set(InfoSector.Unknown, InfoSector.Unknown);
        WriteInfo();
        FlushStore(true);
    }

    /// <summary>Writes all changes in place without a log, in order, and flushes: for making the log itself.</summary>
    public void SettleWithoutLog()
    {
        Cache.Keep();
        FlushStore(true);
        Checkpoint();
        FlushStore(true);
    }

    private void WriteLog()
    {
        _log!.WriteChanges(Cache.Changed, new WriteStages(Cache.Changed), Freeing, _info.Hash);
        FlushStore(options.Broken != BrokenRule.LogFirst);
    }

    private void Checkpoint()
    {
        Guarded(WriteInPlace);
        Cache.Settle();
        Table.Settle();
        HasCut = false;
        _isCommitted = false;
    }

    private void WriteInPlace()
    {
        List<MetadataSector> changed = Cache.Changed;
        WriteStages plan = new(changed);
        changed.Sort((a, b) => a.Number.CompareTo(b.Number));
        uint left = 0;
        foreach (MetadataSector sector in changed)
        {
            left |= sector.Stages;
        }

        for (int stage = 1; left != 0; stage++)
        {
            if ((left & (1u << stage)) == 0)
            {
                continue;
            }

            WriteStage(plan, changed, stage);
            left &= ~(1u << stage);
            FlushStore(left != 0 && options.Broken != BrokenRule.Order);
        }
    }

    private void WriteStage(WriteStages plan, List<MetadataSector> changed, int stage)
    {
        int gathered = 0;
        uint first = 0;
        foreach (MetadataSector sector in changed)
        {
            if ((sector.Stages & (1u << stage)) == 0)
            {
                continue;
            }

            if (gathered == LongestWrite || (gathered != 0 && sector.Number != first + (uint)gathered))
            {
                WriteCopies(first, gathered);
                gathered = 0;
            }

            first = gathered == 0 ? sector.Number : first;
            plan.Image(sector, stage, _buffer.AsSpan(gathered * FatLayout.SectorBytes, FatLayout.SectorBytes));
            gathered++;
        }

        WriteCopies(first, gathered);
    }

    // A FAT's sectors go to all FATs.
    private void WriteCopies(uint first, int count)
    {
        if (count == 0)
        {
            return;
        }

        ReadOnlySpan<byte> data = _buffer.AsSpan(0, count * FatLayout.SectorBytes);
        Write(first, data);
        bool isTable = first >= layout.FatStart && first < layout.DataStart;
        for (uint i = 1; isTable && layout.IsMirrored && i < layout.FatCount; i++)
        {
            Write(first + (i * layout.FatSectors), data);
        }
    }

    private string? Replay(LogContents log)
    {
        List<(LogRecord Record, byte[] Found)> changes = [];
        foreach (LogRecord record in log.Records)
        {
            byte[] found = new byte[FatLayout.SectorBytes];
            if (!IsPlace(record) || store.Read(record.Sector, found) != ErrorCode.None || !record.Expects(found))
            {
                _isForeignDirty |= _isOpen;
                _isOpen = false;
                return $"The intent log was dropped: sector {record.Sector} was changed by another system since.";
            }

            if (!found.AsSpan().SequenceEqual(record.Image))
            {
                changes.Add((record, found));
            }
        }

        foreach ((LogRecord record, byte[] found) in changes)
        {
            Cache.PutChange(record.Sector, found, record.Image, record.Kind);
        }

        Cache.Keep();
        Freeing = log.Freeing;
        if (!IsReadOnly && TryFinish(log) is string problem)
        {
            return problem;
        }

        return changes.Count == 0 && log.Freeing == 0
            ? null
            : $"The intent log was replayed: {changes.Count} of {log.Records.Count} sectors were written.";
    }

    // Null, or why the disk refused: then the changes can be read from memory, and nothing more is written.
    private string? TryFinish(LogContents log)
    {
        try
        {
            // A copy of a FAT may be older than the first, even if the first is up to date.
            RepairCopies(log);
            Checkpoint();
            FlushStore(true);
            return null;
        }
        catch (FileSystemException e)
        {
            OnlyRead();
            return $"The intent log could not be replayed, so the volume can only be read: {e.Message}";
        }
    }

    private void RepairCopies(LogContents log)
    {
        foreach (LogRecord record in log.Records)
        {
            if (record.Kind == SectorKind.Table)
            {
                ReadOnlySpan<byte> now = Cache.Read(record.Sector, SectorKind.Table);
                ReadOnlySpan<byte> written = Cache.TryGetBase(record.Sector, out ReadOnlySpan<byte> old) ? old : now;
                written.CopyTo(_buffer);
                WriteCopies(record.Sector, 1);
            }
        }
    }

    private bool IsPlace(LogRecord record) => record.Kind switch
    {
        SectorKind.Table => record.Sector >= layout.ActiveFatStart && record.Sector < layout.ActiveFatStart + layout.FatSectors,
        SectorKind.Boot => record.Sector == 0 || (record.Sector == layout.BackupSector && record.Sector != 0),
        SectorKind.Directory or SectorKind.Parent => record.Sector >= layout.DataStart && record.Sector < layout.TotalSectors,
        _ => false,
    };

    private void ReadInfo()
    {
        if (layout.InfoSector != 0 && store.Read(layout.InfoSector, _info.Bytes) != ErrorCode.None)
        {
            _info.Bytes.Clear();
        }
    }

    private void WriteInfo()
    {
        if (_info.IsValid)
        {
            Write(layout.InfoSector, _info.Bytes);
        }
    }

    private bool IsMarkedDirty()
    {
        bool boot = (Cache.Read(0, SectorKind.Boot)[FatLayout.DirtyByte] & 1) != 0;
        return boot || (FirstLinks() & CleanShutdown) == 0;
    }

    // A cut happened while the marks were written.
    private bool IsHalfMarked()
    {
        bool isHalf = _info.IsValid && _info.Free == InfoSector.Unknown;
        Span<byte> copy = _buffer.AsSpan(0, FatLayout.SectorBytes);
        for (uint i = 1; layout.IsMirrored && i < layout.FatCount; i++)
        {
            isHalf |= store.Read(layout.FatStart + (i * layout.FatSectors), copy) == ErrorCode.None
                && !copy.SequenceEqual(Cache.Read(layout.FatStart, SectorKind.Table));
        }

        return isHalf;
    }

    private uint FirstLinks() => BinaryPrimitives.ReadUInt32LittleEndian(Cache.Read(layout.ActiveFatStart, SectorKind.Table).Slice(4));

    private void MarkDirty()
    {
        ulong before = _info.Hash;
        _info.Set(InfoSector.Unknown, InfoSector.Unknown);
        if (_log is not null)
        {
            _log.WriteState(LogState.Open, before, _info.Hash);
            FlushStore(true);
        }

        WriteInfo();
        WriteMarks(isDirty: true);
        FlushStore(true);
    }

    private void MarkClean()
    {
        uint free = layout.Clusters <= MostCountedClusters ? Table.CountFree() : Table.FreeOrUnknown;
        ulong before = _info.Hash;
        _info.Set(free, Table.Next);
        if (_log is not null)
        {
            _log.WriteState(LogState.Closing, before, _info.Hash);
            FlushStore(true);
        }

        WriteInfo();
        if (!_isForeignDirty)
        {
            WriteMarks(isDirty: false);
        }

        FlushStore(true);
    }

    // Windows checks the FAT's entry 1, Linux and fsck the boot sector.
    private void WriteMarks(bool isDirty)
    {
        Span<byte> sector = _buffer.AsSpan(0, FatLayout.SectorBytes);
        Cache.Read(layout.ActiveFatStart, SectorKind.Table).CopyTo(sector);
        uint entry = BinaryPrimitives.ReadUInt32LittleEndian(sector.Slice(4));
        BinaryPrimitives.WriteUInt32LittleEndian(sector.Slice(4), isDirty ? entry & ~CleanShutdown : entry | CleanShutdown);
        Cache.Put(layout.ActiveFatStart, sector, SectorKind.Table);
        WriteCopies(layout.ActiveFatStart, 1);
        Cache.Read(0, SectorKind.Boot).CopyTo(sector);
        sector[FatLayout.DirtyByte] = (byte)(isDirty ? sector[FatLayout.DirtyByte] | 1 : sector[FatLayout.DirtyByte] & ~1);
        Cache.Put(0, sector, SectorKind.Boot);
        Write(0, sector);
    }

    private void Write(uint sector, ReadOnlySpan<byte> data)
    {
        Data.HasWritten = true;
        ErrorCode error = store.Write(sector, data);
        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, "Writing", sector);
        }
    }

    private void FlushStore(bool isNeeded)
    {
        if (!isNeeded)
        {
            return;
        }

        ErrorCode error = store.Flush();
        if (error != ErrorCode.None)
        {
            // It is unknown which writes since the last flush the disk has, and a later successful flush proves nothing about them.
            throw Stopped(new FileSystemException(FatErrors.CodeOf(error), $"Flushing the disk failed ({(int)error})."));
        }

        Data.HasWritten = false;
    }

    // After a failed write the state of the disk is unknown: the log repairs it at the next mount.
    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (FileSystemException e)
        {
            throw Stopped(e);
        }
    }

    private FileSystemException Stopped(FileSystemException failure)
    {
        _stopped = _stopped.Length == 0 ? failure.Message : _stopped;
        return failure;
    }

    private void RequireRunning()
    {
        if (HasStopped)
        {
            throw new FileSystemException(
                ErrorCode.InvalidState,
                $"The volume stopped after a failure, mount it again. What failed: {_stopped}");
        }
    }
}
