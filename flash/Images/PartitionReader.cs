// Looks at a disk as a boot ROM or an operating system does.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;

namespace RustKernel.Flash.Images;

/// <summary>
/// Follows a reader's steps: the partition table, counted in the disk's own sectors, then the file system at the place it names, then its
/// files. Bytes that are all as written prove nothing if a reader interprets them differently.
/// </summary>
internal static class PartitionReader
{
    private const int TableBytes = 512;
    private const int FirstEntry = 446;
    private const int EntryBytes = 16;
    private const byte FatPartition = 0x0c;
    private const byte EfiPartition = 0xef;

    /// <summary>
    /// Where the copy of a GUID partition table lies, in the disk's last sector; null when there is none. Some readers believe it although
    /// the first sector has another table. [UEFI 5.3.2 GPT header]
    /// </summary>
    public static long? OldTable(Stream disk, int sectorBytes, long capacity)
    {
        long last = ((Math.Min(capacity, disk.Length) / sectorBytes) - 1) * sectorBytes;
        byte[] signature = new byte[8];
        if (last <= 0)
        {
            return null;
        }

        disk.Position = last;
        return disk.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false) == signature.Length
            && signature.AsSpan().SequenceEqual("EFI PART"u8)
            ? last
            : null;
    }

    /// <summary>Checks that the image is made for disks with this disk's sector size.</summary>
    /// <exception cref="ImageException">It is not.</exception>
    public static void RequireSectors(string name, int sectorBytes, ImageManifest manifest)
    {
        if (sectorBytes != manifest.SectorBytes)
        {
            throw new ImageException(
                $"{name} has sectors of {sectorBytes} bytes, and the image is made for sectors of {manifest.SectorBytes}: no reader would "
                    + $"find its file system");
        }
    }

    /// <summary>
    /// Reads <paramref name="disk"/>, whose sectors have <paramref name="sectorBytes"/> bytes, and
    /// compares what it finds with the manifest.
    /// </summary>
    /// <param name="name">The disk's name, for people.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="sectorBytes">Bytes of a sector.</param>
    /// <param name="capacity">Bytes of the disk; 0 when that is not known.</param>
    /// <param name="manifest">What must be found.</param>
    /// <exception cref="ImageException">A reader finds something else; the message says what.</exception>
    public static void Check(string name, Stream disk, int sectorBytes, long capacity, ImageManifest manifest)
    {
        if (Problem(disk, sectorBytes, capacity, manifest) is { Length: > 0 } problem)
        {
            throw new ImageException($"{name} holds the bytes of the image, and yet a reader does not find its files: {problem}");
        }
    }

    private static string Problem(Stream disk, int sectorBytes, long capacity, ImageManifest manifest)
    {
        byte[] table = new byte[TableBytes];
        disk.Position = 0;
        if (disk.ReadAtLeast(table, TableBytes, throwOnEndOfStream: false) < TableBytes || table[510] != 0x55 || table[511] != 0xaa)
        {
            return "there is no partition table";
        }

        ReadOnlySpan<byte> entry = table.AsSpan(FirstEntry, EntryBytes);
        if (entry[4] is not (FatPartition or EfiPartition))
        {
            return $"the first partition is of type 0x{entry[4]:x2}, which is no FAT32";
        }

        uint first = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
        long start = (long)first * sectorBytes;
        long length = (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]) * sectorBytes;
        if (first == 0 || (capacity > 0 && start + length > capacity))
        {
            return $"the first partition, bytes {start} to {start + length - 1}, is not inside the disk";
        }

        if (manifest.DataSize > 0 && DataProblem(table.AsSpan(FirstEntry + EntryBytes, EntryBytes), sectorBytes, capacity) is { } wrong)
        {
            return wrong;
        }

        if (OldTable(disk, sectorBytes, capacity) is { } old)
        {
            return $"its last sector, byte {old}, has the copy of an earlier partition table (GPT), which some readers believe";
        }

        try
        {
            return Problem(new FatVolume(disk, start), first, length, sectorBytes, manifest);
        }
        catch (ImageException e)
        {
            return $"where the partition table says, byte {start}: {e.Message}";
        }
    }

    // A card may have a larger data partition than the image: it kept its own.
    private static string? DataProblem(ReadOnlySpan<byte> entry, int sectorBytes, long capacity)
    {
        if (entry[4] != DiskImage.DataType)
        {
            return $"the second partition is of type 0x{entry[4]:x2}, not 0x{DiskImage.DataType:x2}";
        }

        long start = (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) * sectorBytes;
        long length = (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]) * sectorBytes;
        return start == 0 || (capacity > 0 && start + length > capacity)
            ? $"the second partition, bytes {start} to {start + length - 1}, is not inside the disk"
            : null;
    }

    private static string Problem(FatVolume volume, uint first, long length, int sectorBytes, ImageManifest manifest)
    {
        if (volume.SectorBytes != sectorBytes)
        {
            return $"the file system has sectors of {volume.SectorBytes} bytes and the disk of {sectorBytes}";
        }

        if (volume.HiddenSectors != first)
        {
            return $"the boot sector says {volume.HiddenSectors} sectors before the partition, the partition table {first}";
        }

        if (volume.Length > length)
        {
            return $"the file system has {volume.Length} bytes, its partition {length}";
        }

        if (volume.Clusters < FatVolume.FewestClusters)
        {
            return $"the file system has {volume.Clusters} clusters, so some readers take it for FAT16";
        }

        string[] wanted = [.. manifest.Files.Select(file => $"{file.Path} ({file.Size} bytes)").Order(StringComparer.Ordinal)];
        string[] found = [.. volume.Files.Select(file => $"{file.Path} ({file.Size} bytes)").Order(StringComparer.Ordinal)];
        string? missing = wanted.Except(found).FirstOrDefault();
        return missing is not null
            ? $"{missing} is not there"
            : found.Except(wanted).FirstOrDefault() is { } more ? $"{more} is there, too" : "";
    }
}
