// Data volumes of disk images and cards, for those who write these.

using System;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.Hil.FileSystems;

/// <summary>Made and found by the sources that the target runs.</summary>
public static class DataVolumes
{
    /// <summary>
    /// Makes an empty volume in a part of an image, which must be zeros. The same
    /// <paramref name="number"/>, the same bytes.
    /// </summary>
    /// <exception cref="InvalidDataException">It is too small.</exception>
    /// <exception cref="IOException">The image cannot be written.</exception>
    public static void Make(string image, long start, long length, ulong number)
    {
        using SafeFileHandle file = File.OpenHandle(image, FileMode.Open, FileAccess.ReadWrite);
        ImageStore store = new(file, (ulong)start / BlockStore.SectorSize, (ulong)length / BlockStore.SectorSize, isReadOnly: false);
        try
        {
            DataFileSystem.Format(store, "data", number, 0);
        }
        catch (FileSystemException e)
        {
            throw new InvalidDataException(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The data volume that the target would mount, in bytes; null when it would find none.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static (long Start, long Length)? Find(Stream disk, long length)
    {
        ulong sectors = (ulong)length / BlockStore.SectorSize;
        if (sectors == 0 || PartitionTable.Read(new StreamStore(disk, 0, sectors), out PartitionTable? table) != ErrorCode.None)
        {
            return null;
        }

        foreach (Partition partition in table!.Partitions.Where(partition => partition.Kind == PartitionKind.Data))
        {
            if (DataFileSystem.IsOn(new StreamStore(disk, partition.First, partition.Count)))
            {
                return ((long)partition.First * BlockStore.SectorSize, (long)partition.Count * BlockStore.SectorSize);
            }
        }

        return null;
    }

    // A read error is the stream's exception: who looks for data to keep must not take it for "none".
    private sealed class StreamStore(Stream disk, ulong first, ulong count) : BlockStore
    {
        public override ulong SectorCount => count;

        public override bool IsReadOnly => true;

        protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
        {
            disk.Position = (long)(first + firstSector) * SectorSize;
            return disk.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) == data.Length ? ErrorCode.None : ErrorCode.DeviceError;
        }

        protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data) => ErrorCode.AccessDenied;

        protected override ErrorCode FlushWrites() => ErrorCode.None;
    }
}
