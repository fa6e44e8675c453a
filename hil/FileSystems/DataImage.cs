// Finds the data volume of an image: the whole file, or a partition of its table.

using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.Hil.FileSystems;

/// <summary>An open image and its data volume. Any fault in it is an <see cref="InvalidDataException"/>.</summary>
internal sealed class DataImage : IDisposable
{
    /// <summary>The MBR type of a data partition, Linux's: other systems do not offer to format it.</summary>
    public const byte PartitionType = 0x83;

    private readonly SafeFileHandle _file;

    private DataImage(SafeFileHandle file, BlockStore store)
    {
        _file = file;
        Store = store;
    }

    /// <summary>The sectors of the volume.</summary>
    public BlockStore Store { get; }

    /// <summary>Opens an image that has a data volume.</summary>
    public static DataImage Open(string path, bool isReadOnly)
    {
        SafeFileHandle file = OpenFile(path, isReadOnly);
        try
        {
            List<BlockStore> stores = Places(file, isReadOnly, path, out int partitions);
            BlockStore? store = stores.Find(one => HasVolume(one, path));
            return store is not null
                ? new(file, store)
                : throw new InvalidDataException(
                    partitions == 0
                        ? $"{path} has no data volume and no partitions: rk fs make makes one"
                        : $"{path} has {partitions} partitions, none of them a data volume: rk fs make makes one in a partition of "
                            + $"type {PartitionType:x}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a place of an image has a data volume; an <see cref="InvalidDataException"/> when that cannot be seen.</summary>
    public static bool HasVolume(BlockStore store, string path)
        => DataFileSystem.Look(store, out bool isOn) == ErrorCode.None
            ? isOn
            : throw new InvalidDataException($"{path}: the places of a data volume's superblocks cannot be read");

    /// <summary>
    /// Opens an image that is to get a volume: the first data partition, or the whole file when it has no
    /// partitions.
    /// </summary>
    public static DataImage OpenForNew(string path)
    {
        SafeFileHandle file = OpenFile(path, isReadOnly: false);
        try
        {
            List<BlockStore> stores = Places(file, false, path, out int partitions);
            return partitions == 0
                ? new(file, new ImageStore(file, 0, SectorsOf(file), false))
                : stores.Count != 0
                    ? new(file, stores[0])
                    : throw new InvalidDataException(
                        $"{path} has {partitions} partitions, none of type {PartitionType:x}, the type of a data partition");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static SafeFileHandle OpenFile(string path, bool isReadOnly)
    {
        try
        {
            return File.OpenHandle(
                path,
                FileMode.Open,
                isReadOnly ? FileAccess.Read : FileAccess.ReadWrite,
                isReadOnly ? FileShare.Read : FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"cannot open {path}: {e.Message}");
        }
    }

    private static ulong SectorsOf(SafeFileHandle file) => (ulong)RandomAccess.GetLength(file) / BlockStore.SectorSize;

    // The places of data volumes, as the disk service finds them; and how many partitions there are.
    private static List<BlockStore> Places(SafeFileHandle file, bool isReadOnly, string path, out int partitions)
    {
        partitions = 0;
        List<BlockStore> places = [];
        if (SectorsOf(file) == 0)
        {
            return places;
        }

        ErrorCode error = PartitionTable.Read(new ImageStore(file, 0, SectorsOf(file), isReadOnly), out PartitionTable? table);
        if (table is null)
        {
            throw new InvalidDataException(
                error == ErrorCode.Corrupt
                    ? $"{path} has a partition table that contradicts itself: partitions overlap, or lie beyond its end"
                    : $"{path}: its partition table cannot be read");
        }

        foreach (Partition partition in table.Partitions)
        {
            bool isWhole = partition.First == 0;
            if (isWhole && partition.Kind == PartitionKind.Fat)
            {
                throw new InvalidDataException($"{path} is a FAT volume as a whole: a data volume has a file or a partition of its own");
            }

            partitions += isWhole ? 0 : 1;
            if (partition.Kind == PartitionKind.Data)
            {
                places.Add(new ImageStore(file, partition.First, partition.Count, isReadOnly));
            }
        }

        return places;
    }
}
