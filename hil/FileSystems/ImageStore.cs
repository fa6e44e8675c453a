// A disk image, or a partition in one, as a store of sectors.

using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Hil.FileSystems;

/// <summary>Sectors of a file.</summary>
internal sealed class ImageStore(SafeFileHandle file, ulong firstSector, ulong sectorCount, bool isReadOnly) : BlockStore
{
    /// <inheritdoc/>
    public override ulong SectorCount => sectorCount;

    /// <inheritdoc/>
    public override bool IsReadOnly => isReadOnly;

    /// <inheritdoc/>
    protected override ErrorCode ReadSectors(ulong sector, Span<byte> data)
    {
        try
        {
            long at = (long)((firstSector + sector) * SectorSize);
            while (data.Length != 0)
            {
                int count = RandomAccess.Read(file, data, at);
                if (count == 0)
                {
                    return ErrorCode.DeviceError;
                }

                data = data[count..];
                at += count;
            }

            return ErrorCode.None;
        }
        catch (IOException)
        {
            return ErrorCode.DeviceError;
        }
    }

    /// <inheritdoc/>
    protected override ErrorCode WriteSectors(ulong sector, ReadOnlySpan<byte> data)
    {
        try
        {
            RandomAccess.Write(file, data, (long)((firstSector + sector) * SectorSize));
            return ErrorCode.None;
        }
        catch (IOException)
        {
            return ErrorCode.DeviceError;
        }
    }

    /// <inheritdoc/>
    protected override ErrorCode FlushWrites()
    {
        try
        {
            RandomAccess.FlushToDisk(file);
            return ErrorCode.None;
        }
        catch (IOException)
        {
            return ErrorCode.DeviceError;
        }
    }
}
