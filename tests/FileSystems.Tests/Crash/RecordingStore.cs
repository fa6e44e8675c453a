// A store that records its requests, so that a power cut can be simulated at any point later.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>Passes everything on and keeps a log of writes and flushes.</summary>
internal sealed class RecordingStore(BlockStore inner) : BlockStore
{
    public List<LogEntry> Log { get; } = [];

    public long Reads { get; private set; }

    public override ulong SectorCount => inner.SectorCount;

    public override bool IsReadOnly => inner.IsReadOnly;

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        Reads++;
        return inner.Read(firstSector, data);
    }

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
    {
        Log.Add(new LogEntry(firstSector, data.ToArray()));
        return inner.Write(firstSector, data);
    }

    protected override ErrorCode FlushWrites()
    {
        Log.Add(LogEntry.Flush);
        return inner.Flush();
    }
}
