// Where the data volume of an image is: the whole file, or a partition of its MBR.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.Hil.FileSystems;

/// <summary>An open image and its data volume. Whatever is wrong with it is an <see cref="InvalidDataException"/>.</summary>
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
            List<BlockStore> stores = Places(file, isReadOnly, _ => true);
            BlockStore? store = stores.Find(DataFileSystem.IsOn);
            return store is not null
                ? new(file, store)
                : throw new InvalidDataException(
                    stores.Count == 1
                        ? $"{path} has no data volume and no partitions: rk fs make makes one"
                        : $"{path} has {stores.Count - 1} partitions, none of them a data volume: rk fs make makes one in a partition of "
                            + $"type {PartitionType:x}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens an image that is to get a volume: the first partition of type <see cref="PartitionType"/>, or the whole file when it has no
    /// partitions.
    /// </summary>
    public static DataImage OpenForNew(string path)
    {
        SafeFileHandle file = OpenFile(path, isReadOnly: false);
        try
        {
            List<BlockStore> all = Places(file, false, _ => true);
            List<BlockStore> right = Places(file, false, type => type == PartitionType);
            return all.Count == 1
                ? new(file, all[0])
                : right.Count > 1
                    ? new(file, right[1])
                    : throw new InvalidDataException(
                        $"{path} has {all.Count - 1} partitions, none of type {PartitionType:x}, the type of a data partition");
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

    // The whole file first, then the partitions of the types that are wanted.
    private static List<BlockStore> Places(SafeFileHandle file, bool isReadOnly, Func<byte, bool> isWanted)
    {
        ulong sectors = (ulong)RandomAccess.GetLength(file) / BlockStore.SectorSize;
        ImageStore whole = new(file, 0, sectors, isReadOnly);
        List<BlockStore> places = [whole];
        byte[] table = new byte[BlockStore.SectorSize];
        if (whole.Read(0, table) != ErrorCode.None || table[510] != 0x55 || table[511] != 0xAA || DataFileSystem.IsOn(whole))
        {
            return places;
        }

        for (int at = 446; at < 510; at += 16)
        {
            uint first = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(at + 8));
            uint count = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(at + 12));
            if (table[at + 4] != 0 && isWanted(table[at + 4]) && count != 0 && first < sectors && count <= sectors - first)
            {
                places.Add(new ImageStore(file, first, count, isReadOnly));
            }
        }

        return places;
    }
}
