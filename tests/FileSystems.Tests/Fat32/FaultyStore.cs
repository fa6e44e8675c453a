// A store that fails where a test says so.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Fat32;

internal sealed class FaultyStore(MemoryStore inner) : BlockStore
{
    /// <summary>Sectors that cannot be read.</summary>
    public HashSet<ulong> Bad { get; } = [];

    /// <summary>How many writes still succeed.</summary>
    public int WritesLeft { get; set; } = int.MaxValue;

    public MemoryStore Inner { get; set; } = inner;

    public override ulong SectorCount => Inner.SectorCount;

    public override bool IsReadOnly => false;

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        for (int i = 0; i < data.Length / SectorSize; i++)
        {
            if (Bad.Contains(firstSector + (ulong)i))
            {
                return ErrorCode.DeviceError;
            }
        }

        return Inner.Read(firstSector, data);
    }

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
        => WritesLeft-- > 0 ? Inner.Write(firstSector, data) : ErrorCode.DeviceError;

    protected override ErrorCode FlushWrites() => ErrorCode.None;
}
