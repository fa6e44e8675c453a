// A disk that fails where and when a test wants.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>Passes on everything that does not fail. A failed read returns damaged contents.</summary>
internal sealed class FaultyStore(BlockStore inner) : BlockStore
{
    private int _changes;

    public BlockStore Inner { get; set; } = inner;

    /// <summary>Sectors that cannot be read.</summary>
    public HashSet<ulong> Bad { get; init; } = [];

    /// <summary>Sectors that cannot be written.</summary>
    public HashSet<ulong> Stuck { get; init; } = [];

    /// <summary>The number of the write or flush that fails, from 1; 0: none.</summary>
    public int FailingChange { get; init; }

    /// <summary>How many writes still succeed.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    /// <summary>How many flushes still succeed; after that one fails, and all later ones succeed.</summary>
    public int FlushesLeft { get; set; } = int.MaxValue;

    /// <summary>The disk is gone: every call fails.</summary>
    public bool IsPulled { get; set; }

    /// <summary>More reads than this count as an endless loop.</summary>
    public long MostReads { get; init; } = long.MaxValue;

    public long Reads { get; private set; }

    public bool HasFailed => FailingChange != 0 && _changes >= FailingChange;

    public override ulong SectorCount => Inner.SectorCount;

    public override bool IsReadOnly => Inner.IsReadOnly;

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        if (++Reads > MostReads)
        {
            throw new InvalidOperationException($"more than {MostReads} reads");
        }

        if (IsPulled || IsAmong(Bad, firstSector, data.Length))
        {
            data.Fill(0xEE);
            return ErrorCode.DeviceError;
        }

        return Inner.Read(firstSector, data);
    }

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
        => IsPulled || ++_changes == FailingChange || IsAmong(Stuck, firstSector, data.Length) || WritesLeft-- <= 0
            ? ErrorCode.DeviceError
            : Inner.Write(firstSector, data);

    protected override ErrorCode FlushWrites()
        => IsPulled || ++_changes == FailingChange || FlushesLeft-- == 0 ? ErrorCode.DeviceError : Inner.Flush();

    private static bool IsAmong(HashSet<ulong> sectors, ulong first, int bytes)
    {
        for (int i = 0; sectors.Count != 0 && i < bytes / SectorSize; i++)
        {
            if (sectors.Contains(first + (ulong)i))
            {
                return true;
            }
        }

        return false;
    }
}
