// Breaks a rule of order on purpose, so that the crash tests must find it.

using System;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Data;

/// <summary>A broken rule.</summary>
internal enum DataFault
{
    None,

    /// <summary>The flush between nodes and superblock is left out.</summary>
    NoFlushBeforeSuperblock,

    /// <summary>The flush after the superblock is left out.</summary>
    NoFlushAfterSuperblock,

    /// <summary>Nothing is ever flushed.</summary>
    NoFlush,
}

/// <summary>Leaves out or moves the file system's requests.</summary>
internal sealed class DisorderedStore : BlockStore
{
    private readonly BlockStore _inner;
    private readonly DataFault _fault;
    private int _flushes;

    private DisorderedStore(BlockStore inner, DataFault fault)
    {
        _inner = inner;
        _fault = fault;
    }

    public override ulong SectorCount => _inner.SectorCount;

    public override bool IsReadOnly => _inner.IsReadOnly;

    public static BlockStore Of(BlockStore store, DataFault fault) => fault == DataFault.None ? store : new DisorderedStore(store, fault);

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data) => _inner.Read(firstSector, data);

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data) => _inner.Write(firstSector, data);

    protected override ErrorCode FlushWrites()
    {
        bool isBeforeSuperblock = _flushes++ % 2 == 0;
        bool isLeftOut = _fault switch
        {
            DataFault.NoFlushBeforeSuperblock => isBeforeSuperblock,
            DataFault.NoFlushAfterSuperblock => !isBeforeSuperblock,
            _ => true,
        };
        return isLeftOut ? ErrorCode.None : _inner.Flush();
    }
}
