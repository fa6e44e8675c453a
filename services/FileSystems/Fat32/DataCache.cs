// The contents of files in memory.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// Lines of eight sectors, found by their place on the disk, the last used ones up to a number. Writes stay here until <see cref="Flush"/>;
/// long transfers go past it. What the store refuses to take is lost, and <see cref="TakeLoss"/> reports it for the file it was of: one bad
/// sector does not keep other files from the disk.
/// </summary>
internal sealed class DataCache(BlockStore store, int capacity)
{
    private const int SectorsInLine = 8;
    private const int LineBytes = SectorsInLine * BlockStore.SectorSize;
    private const int MostNamed = 8;
    private const int LongTransfer = 4 * LineBytes;
    private const uint AllValid = (1u << SectorsInLine) - 1;

    private readonly Dictionary<ulong, Line> _lines = [];
    private readonly Queue<Line> _queue = new();
    private readonly List<FatNode> _losers = [];
    private int _dirtyLines;

    private sealed class Line(ulong number)
    {
        public ulong Number { get; } = number;

        public byte[] Data { get; } = new byte[LineBytes];

        public uint Valid { get; set; }

        public uint Dirty { get; set; }

        /// <summary>The file that was written last.</summary>
        public FatNode? Owner { get; set; }

        public bool WasUsed { get; set; }
    }

    /// <summary>Whether a write since the last flush of the store went to it.</summary>
    public bool HasWritten { get; set; }

    /// <summary>Reads bytes from <paramref name="offset"/> bytes into the store on; DeviceError names the sector.</summary>
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

    /// <summary>Writes bytes of a file from <paramref name="offset"/> bytes into the store on.</summary>
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

    /// <summary>Forgets sectors, whatever was written to them.</summary>
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
                SetDirty(line, line.Dirty & ~mask);
                line.Valid &= ~mask;
            }
        }
    }

    /// <summary>Hands everything that was written to the store. Not flushed there.</summary>
    public void Flush()
    {
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
            TryWriteBack(line);
        }
    }

    /// <summary>
    /// What of a file (identity 0: of all files) could not be written since this was last asked, in words; null: nothing.
    /// </summary>
    public FileSystemException? TakeLoss(ulong identity)
    {
        string words = "";
        int count = 0;
        for (int i = _losers.Count - 1; i >= 0; i--)
        {
            FatNode owner = _losers[i];
            if (identity == 0 || owner.Identity == identity)
            {
                words += count++ < MostNamed ? owner.Loss + " " : "";
                owner.Loss = null;
                _losers.RemoveAt(i);
            }
        }

        return count == 0 ? null : new FileSystemException(ErrorCode.DeviceError, $"{words}Files that lost something: {count}.");
    }

    private static uint Sectors(int within, int length)
    {
        int first = within / BlockStore.SectorSize;
        int end = (within + length + BlockStore.SectorSize - 1) / BlockStore.SectorSize;
        return ((1u << (end - first)) - 1) << first;
    }

    private void WriteLine(Line line, int within, ReadOnlySpan<byte> data, FatNode owner)
    {
        line.Owner = owner;
        uint sectors = Sectors(within, data.Length);
        uint partial = within % BlockStore.SectorSize != 0 ? Sectors(within, 1) : 0;
        partial |= (within + data.Length) % BlockStore.SectorSize != 0 ? Sectors(within + data.Length - 1, 1) : 0;
        Fill(line, partial);
        data.CopyTo(line.Data.AsSpan(within));
        line.Valid |= sectors;
        SetDirty(line, line.Dirty | sectors);
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

    // A second chance for what was used since.
    private void Evict()
    {
        Line line = _queue.Dequeue();
        if (line.WasUsed)
        {
            line.WasUsed = false;
            _queue.Enqueue(line);
            return;
        }

        TryWriteBack(line);
        _ = _lines.Remove(line.Number);
    }

    // Makes sectors valid; all of the line when the store has them.
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

    private void TryWriteBack(Line line)
    {
        try
        {
            WriteBack(line);
        }
        catch (FileSystemException e)
        {
            SetDirty(line, 0);
            line.Valid = 0;
            if (line.Owner!.Loss is null)
            {
                line.Owner.Loss = $"'{line.Owner.Path}': {e.Message} What was written is lost.";
                _losers.Add(line.Owner);
            }
        }
    }

    private void WriteBack(Line line)
    {
        while (line.Dirty != 0)
        {
            int first = 0;
            while ((line.Dirty & (1u << first)) == 0)
            {
                first++;
            }

            int end = first;
            while (end < SectorsInLine && (line.Dirty & (1u << end)) != 0)
            {
                end++;
            }

            ulong sector = (line.Number * SectorsInLine) + (ulong)first;
            HasWritten = true;
            Check(
                store.Write(sector, line.Data.AsSpan(first * BlockStore.SectorSize, (end - first) * BlockStore.SectorSize)),
                "Writing",
                sector);
            SetDirty(line, line.Dirty & ~(((1u << (end - first)) - 1) << first));
        }
    }

    private void SetDirty(Line line, uint dirty)
    {
        _dirtyLines += (line.Dirty == 0 ? 0 : -1) + (dirty == 0 ? 0 : 1);
        line.Dirty = dirty;
    }

    private static void Check(ErrorCode error, string what, ulong sector)
    {
        if (error != ErrorCode.None)
        {
            throw FatErrors.Device(error, what, sector);
        }
    }
}
