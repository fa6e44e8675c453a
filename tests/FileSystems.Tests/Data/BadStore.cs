// A disk that fails.

using System;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.FileSystems.Tests.Data;

/// <summary>Fails reads of some sectors, and one write or flush.</summary>
internal sealed class BadStore(BlockStore inner) : BlockStore
{
    private int _changes;

    /// <summary>Whether a sector cannot be read.</summary>
    public Func<ulong, bool> IsBad { get; set; } = _ => false;

    /// <summary>The number of the write or flush that fails, from 1; 0: none.</summary>
    public int FailingChange { get; init; }

    public bool HasFailed => FailingChange != 0 && _changes >= FailingChange;

    public override ulong SectorCount => inner.SectorCount;

    public override bool IsReadOnly => inner.IsReadOnly;

    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        for (int i = 0; i < data.Length / SectorSize; i++)
        {
            if (IsBad(firstSector + (ulong)i))
            {
                data.Fill(0xEE);
                return ErrorCode.DeviceError;
            }
        }

        return inner.Read(firstSector, data);
    }

    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
        => ++_changes == FailingChange ? ErrorCode.DeviceError : inner.Write(firstSector, data);

    protected override ErrorCode FlushWrites() => ++_changes == FailingChange ? ErrorCode.DeviceError : inner.Flush();
}
