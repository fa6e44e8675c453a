// A crash state is the durable disk plus a few sectors: it costs only those sectors, not the disk.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Blocks;
using Xunit;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>Sectors above an unchanging store.</summary>
internal sealed class OverlayStore(BlockStore below) : BlockStore
{
    private readonly Dictionary<ulong, byte[]> _sectors = [];

    public override ulong SectorCount => below.SectorCount;

    public override bool IsReadOnly => false;

    /// <summary>The store with its overlay, as one: for a judge that needs a file.</summary>
    public byte[] ToArray()
    {
        byte[] all = new byte[SectorCount * SectorSize];
        Assert.Equal(ErrorCode.None, Read(0, all));
        return all;
    }

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        ErrorCode error = below.Read(firstSector, data);
        for (int i = 0; i < data.Length / SectorSize; i++)
        {
            if (_sectors.TryGetValue(firstSector + (ulong)i, out byte[]? sector))
            {
                sector.CopyTo(data[(i * SectorSize)..]);
            }
        }

        return error;
    }

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < data.Length / SectorSize; i++)
        {
            _sectors[firstSector + (ulong)i] = data.Slice(i * SectorSize, SectorSize).ToArray();
        }

        return ErrorCode.None;
    }

    protected override ErrorCode FlushWrites() => ErrorCode.None;
}
