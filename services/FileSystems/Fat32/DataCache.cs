using System;
using System.Collections.Generic;
using System.Numerics;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// The contents of files in memory: lines of eight sectors, found by their place on the disk; a bounded number of last used ones. Writes
/// stay here until <see cref="Flush"/>; long transfers bypass the cache. If the store refuses a sector, only that sector is lost, even if
/// its line has sectors of other files. <see cref="TakeLoss"/> reports it to its file, as long as no more than <see cref="MostLosers"/>
/// files have lost data; then the oldest loss is dropped and counted. <paramref name="release"/> is called with a file when nothing here
/// needs it any more.
/// </summary>
internal sealed class DataCache(BlockStore store, int capacity, Action<FatNode> release)
{
    /// <summary>Files whose losses are kept until a caller asks for that file.</summary>
    internal const int MostLosers = 256;

    private const int SectorsInLine = 8;
    private const int LineBytes = SectorsInLine * BlockStore.SectorSize;
    private const int MostNamed = 8;
    private const int LongTransfer = 4 * LineBytes;
    private const uint AllValid = (1u << SectorsInLine) - 1;

    private readonly Dictionary<ulong, Line> _lines = [];
    private readonly Queue<Line> _queue = new();
    private readonly List<FatNode> _losers = [];
    private int _dirtyLines;
    private int _unsaid;

    private sealed class Line(ulong number)
    {
        public ulong Number { get; } = number;

        public byte[] Data { get; } = new byte[LineBytes];

        public uint Valid { get; set; }

        public uint Dirty { get; set; }

        /// <summary>The file of each dirty sector.</summary>
        public FatNode?[] Owners { get; } = new FatNode?[SectorsInLine];

        public bool WasUsed { get; set; }
    }

    /// <summary>Whether a write since the store's last flush went to it.</summary>
    public bool HasWritten { get; set; }

    /// <summary>Reads bytes at <paramref name="offset"/> in the store; DeviceError names the sector.</summary>
    public void Read(ulong offset, Span<byte> data)
    {
        while (data.Length != 0)
        {
            int within = (int)(offset % LineBytes);
            int length = Math.Min(data.Length, LineBytes - within);
            if (within == 0 && data.Length >= LongTransfer)
            {
                length = data.Length / LineBytes * LineBytes;
                ReadPast(offset, data.Slice(0, length));
            }
            else
            {
                Line line = Find(offset / LineBytes);
                Fill(line, Sectors(within, length));
                line.Data.AsSpan(within, length).CopyTo(data);
            }

            data = data.Slice(length);
            offset += (ulong)length;
        }
    }

    /// <summary>Writes bytes of a file at <paramref name="offset"/> in the store.</summary>
    public void Write(ulong offset, ReadOnlySpan<byte> data, FatNode owner)
    {
        while (data.Length != 0)
        {
            int within = (int)(offset % LineBytes);
            int length = Math.Min(data.Length, LineBytes - within);
            if (within == 0 && data.Length >= LongTransfer)
            {
                length = data.Length / LineBytes * LineBytes;
                WritePast(offset, data.Slice(0, length));
            }
            else
            {
                WriteLine(Find(offset / LineBytes), within, data.Slice(0, length), owner);
            }

            data = data.Slice(length);
            offset += (ulong)length;
        }
    }

    /// <summary>Forgets sectors, even written ones.</summary>
    public void Drop(ulong firstSector, uint count)
    {
        ulong end = firstSector + count;
        for (ulong number = firstSector / SectorsInLine; number * SectorsInLine < end; number++)
        {
            if (_lines.TryGetValue(number, out Line? line))
            {
                ulong start = number * SectorsInLine;
                int from = (int)(Math.Max(firstSector, start) - start);
                int to = (int)(Math.Min(end, start + SectorsInLine) - start);
                uint mask = ((1u << (to - from)) - 1) << from;
                SetClean(line, mask);
                line.Valid &= ~mask;
            }
        }
    }

    /// <summary>Writes everything to the store, without flushing that.</summary>
    public void Flush()
    {
        ForgetGone();
        if (_dirtyLines == 0)
        {
            return;
        }

        List<Line> dirty = [];
        foreach (Line line in _queue)
        {
            if (line.Dirty != 0)
            {
                dirty.Add(line);
            }
        }

        dirty.Sort((a, b) => a.Number.CompareTo(b.Number));
        foreach (Line line in dirty)
        {
            WriteBack(line);
        }
    }

    /// <summary>Describes what could not be written of the file with this identity since the last call; null: nothing.</summary>
    public FileSystemException? TakeLoss(ulong identity)
    {
        ForgetGone();
        FatNode? owner = _losers.Find(one => one.Identity == identity);
        if (owner is null)
        {
            return null;
        }

        FileSystemException loss = new(ErrorCode.DeviceError, owner.Loss!);
        Forget(owner);
        return loss;
    }

    private void Forget(FatNode owner)
    {
        _ = _losers.Remove(owner);
        owner.Loss = null;
        ReleaseIdle(owner);
    }

    /// <summary>
    /// Describes what could not be written of any file since the last call; null: nothing. Each loss is also kept for a caller who asks for
    /// that file, as far as there is room.
    /// </summary>
    public FileSystemException? NewLosses()
    {
        ForgetGone();
        string words = "";
        int count = 0;
        int unsaid = _unsaid;
        _unsaid = 0;
        foreach (FatNode owner in _losers)
        {
            if (owner.HasNewLoss)
            {
                words += count++ < MostNamed ? owner.Loss + " " : "";
                owner.HasNewLoss = false;
            }
        }

        count += unsaid;
        return count == 0 ? null : new FileSystemException(ErrorCode.DeviceError, $"{words}Files that lost something: {count}.");
    }

    // Only between operations: if an operation fails, a file that it removed is back.
    private void ForgetGone()
    {
        foreach (FatNode owner in _losers)
        {
            owner.Loss = owner.HasNoEntry ? null : owner.Loss;
        }

        _ = _losers.RemoveAll(owner => owner.Loss is null);
    }

    private static uint Sectors(int within, int length)
    {
        int first = within / BlockStore.SectorSize;
        int end = (within + length + BlockStore.SectorSize - 1) / BlockStore.SectorSize;
        return ((1u << (end - first)) - 1) << first;
    }

    private void WriteLine(Line line, int within, ReadOnlySpan<byte> data, FatNode owner)
    {
        uint sectors = Sectors(within, data.Length);
        uint partial = within % BlockStore.SectorSize != 0 ? Sectors(within, 1) : 0;
        partial |= (within + data.Length) % BlockStore.SectorSize != 0 ? Sectors(within + data.Length - 1, 1) : 0;
        Fill(line, partial);
        data.CopyTo(line.Data.AsSpan(within));
        line.Valid |= sectors;
        SetDirty(line, sectors, owner);
    }

    private void ReadPast(ulong offset, Span<byte> data)
    {
        ulong sector = offset / BlockStore.SectorSize;
        Check(store.Read(sector, data), "Reading", sector);
        for (int i = 0; _dirtyLines != 0 && i < data.Length; i += LineBytes)
        {
            if (_lines.TryGetValue((offset + (ulong)i) / LineBytes, out Line? line) && line.Dirty != 0)
            {
                CopySectors(line, line.Dirty, data.Slice(i, LineBytes));
            }
        }
    }

    private void WritePast(ulong offset, ReadOnlySpan<byte> data)
    {
        ulong sector = offset / BlockStore.SectorSize;
        HasWritten = true;
        Check(store.Write(sector, data), "Writing", sector);
        Drop(sector, (uint)(data.Length / BlockStore.SectorSize));
    }

    private static void CopySectors(Line line, uint sectors, Span<byte> data)
    {
        for (int i = 0; i < SectorsInLine; i++)
        {
            if ((sectors & (1u << i)) != 0)
            {
                line.Data.AsSpan(i * BlockStore.SectorSize, BlockStore.SectorSize).CopyTo(data.Slice(i * BlockStore.SectorSize));
            }
        }
    }

    private Line Find(ulong number)
    {
        if (!_lines.TryGetValue(number, out Line? line))
        {
            while (_lines.Count >= capacity)
            {
                Evict();
            }

            line = new Line(number);
            _lines.Add(number, line);
            _queue.Enqueue(line);
        }

        line.WasUsed = true;
        return line;
    }

    // Lines used since get a second chance.
    private void Evict()
    {
        Line line = _queue.Dequeue();
        if (line.WasUsed)
        {
            line.WasUsed = false;
            _queue.Enqueue(line);
            return;
        }

        WriteBack(line);
        _ = _lines.Remove(line.Number);
    }

    // Makes sectors valid; the whole line if the store has them.
    private void Fill(Line line, uint sectors)
    {
        if ((sectors & ~line.Valid) == 0)
        {
            return;
        }

        ulong first = line.Number * SectorsInLine;
        if (line.Valid == 0 && first + SectorsInLine <= store.SectorCount && store.Read(first, line.Data) == ErrorCode.None)
        {
            line.Valid = AllValid;
            return;
        }

        for (int i = 0; i < SectorsInLine; i++)
        {
            uint bit = 1u << i;
            if ((sectors & bit & ~line.Valid) != 0)
            {
                Check(
                    store.Read(first + (ulong)i, line.Data.AsSpan(i * BlockStore.SectorSize, BlockStore.SectorSize)),
                    "Reading",
                    first + (ulong)i);
                line.Valid |= bit;
            }
        }
    }

    private void WriteBack(Line line)
    {
        while (line.Dirty != 0)
        {
            int first = BitOperations.TrailingZeroCount(line.Dirty);
            int count = BitOperations.TrailingZeroCount(~(line.Dirty >> first));
            ErrorCode error = Write(line, first, count);
            if (error == ErrorCode.DeviceError && count > 1)
            {
                WriteSingly(line, first, count);
            }
            else if (error != ErrorCode.None)
            {
                Lose(line, first, count, error);
            }

            SetClean(line, Mask(first, count));
        }
    }

    // One bad sector fails its whole run.
    private void WriteSingly(Line line, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            ErrorCode error = Write(line, i, 1);
            if (error != ErrorCode.None)
            {
                Lose(line, i, 1, error);
            }
        }
    }

    private ErrorCode Write(Line line, int first, int count)
    {
        HasWritten = true;
        return store.Write(
            (line.Number * SectorsInLine) + (ulong)first,
            line.Data.AsSpan(first * BlockStore.SectorSize, count * BlockStore.SectorSize));
    }

    private void Lose(Line line, int first, int count, ErrorCode error)
    {
        line.Valid &= ~Mask(first, count);
        for (int i = first; i < first + count; i++)
        {
            FatNode owner = line.Owners[i]!;
            owner.HasNewLoss = true;
            if (owner.Loss is null)
            {
                string problem = FatErrors.Device(error, "Writing", (line.Number * SectorsInLine) + (ulong)i).Message;
                owner.Loss = $"'{owner.Path}': {problem} What was written is lost.";
                _losers.Add(owner);
                ForgetOldest();
            }
        }
    }

    // It may be that no caller ever asks for a file that lost data.
    private void ForgetOldest()
    {
        if (_losers.Count > MostLosers)
        {
            _unsaid += _losers[0].HasNewLoss ? 1 : 0;
            _losers[0].HasNewLoss = false;
            Forget(_losers[0]);
        }
    }

    private static uint Mask(int first, int count) => ((1u << count) - 1) << first;

    private void SetDirty(Line line, uint sectors, FatNode owner)
    {
        for (int i = 0; i < SectorsInLine; i++)
        {
            FatNode? before = line.Owners[i];
            if ((sectors & (1u << i)) != 0 && before != owner)
            {
                line.Owners[i] = owner;
                owner.DirtySectors++;
                Disown(before);
            }
        }

        _dirtyLines += line.Dirty == 0 ? 1 : 0;
        line.Dirty |= sectors;
    }

    private void SetClean(Line line, uint sectors)
    {
        bool wasDirty = line.Dirty != 0;
        line.Dirty &= ~sectors;
        _dirtyLines -= wasDirty && line.Dirty == 0 ? 1 : 0;
        for (int i = 0; i < SectorsInLine; i++)
        {
            FatNode? owner = line.Owners[i];
            if ((sectors & (1u << i)) != 0 && owner is not null)
            {
                line.Owners[i] = null;
                Disown(owner);
            }
        }
    }

    private void Disown(FatNode? owner)
    {
        if (owner is not null)
        {
            owner.DirtySectors--;
            ReleaseIdle(owner);
        }
    }

    private void ReleaseIdle(FatNode owner)
    {
        if (!owner.IsCached)
        {
            release(owner);
        }
    }

    private static void Check(ErrorCode error, string what, ulong sector)
    {
        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, what, sector);
        }
    }
}
