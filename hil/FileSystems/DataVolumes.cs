// Data volumes of disk images and cards, for the code that writes these.

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
        catch (FileSystemException e) when (e.Error == ErrorCode.InvalidArgument)
        {
            throw new InvalidDataException(e.Message.TrimEnd('.'));
        }
        catch (FileSystemException e)
        {
            throw new IOException($"{image} cannot be written, its disk may be full: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>
    /// The first data partition that holds a data volume, in bytes; null: none does. The target mounts the first data partition, and finds
    /// no volume when that one is empty. Code that writes a disk still keeps a volume in a later partition.
    /// </summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// Whether it has one is not known: the disk ends before its length, or its partition table contradicts itself.
    /// </exception>
    public static (long Start, long Length)? Find(Stream disk, long length)
    {
        ulong sectors = (ulong)length / BlockStore.SectorSize;
        if (sectors == 0)
        {
            return null;
        }

        Require(
            PartitionTable.Read(new StreamStore(disk, 0, sectors), out PartitionTable? table),
            "its partition table contradicts itself: partitions overlap, or lie beyond its end");
        foreach (Partition partition in table!.Partitions.Where(partition => partition.Kind == PartitionKind.Data))
        {
            ErrorCode error = DataFileSystem.Look(new StreamStore(disk, partition.First, partition.Count), out bool isOn);
            Require(error, "its data partition cannot be read");
            if (isOn)
            {
                return ((long)partition.First * BlockStore.SectorSize, (long)partition.Count * BlockStore.SectorSize);
            }
        }

        return null;
    }

    private static void Require(ErrorCode error, string whenCorrupt)
    {
        if (error != ErrorCode.None)
        {
            throw new InvalidDataException(error == ErrorCode.Corrupt ? whenCorrupt : "it ends before the length that it gives");
        }
    }

    // A read error is the stream's exception: code that looks for data to keep must not take it for "none".
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
