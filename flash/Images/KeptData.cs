// The data of a card that no image can restore.

using System;
using System.Buffers.Binary;
using System.IO;

namespace RustKernel.Flash.Images;

/// <summary>The data volume of a card that is written again, and whether an image fits next to it.</summary>
public sealed class KeptData
{
    private const int TableBytes = 512;
    private const int FirstEntry = 446;
    private const int SecondEntry = 462;
    private readonly byte[] _table;
    private readonly int _sectorBytes;

    private KeptData(long start, long length, byte[] table, int sectorBytes)
    {
        Start = start;
        Length = length;
        _table = table;
        _sectorBytes = sectorBytes;
    }

    /// <summary>Its first byte.</summary>
    public long Start { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>What the card <paramref name="target"/> has; null: no data volume.</summary>
    /// <exception cref="ImageException">It cannot be read.</exception>
    /// <exception cref="UnknownDataException">Its partition table contradicts itself, or it ends too early.</exception>
    public static KeptData? On(IBlockTarget target, IDataVolumes volumes)
        => Guard(target.Name, () => Find(new TargetStream(target), target.Capacity, target.SectorBytes, volumes));

    /// <summary>What the file <paramref name="path"/> has; null: it does not exist, or has no data volume.</summary>
    /// <exception cref="ImageException">It cannot be read.</exception>
    /// <exception cref="UnknownDataException">Its partition table contradicts itself, or it ends too early.</exception>
    public static KeptData? In(string path, IDataVolumes volumes)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        return Guard(path, () =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Find(file, file.Length, DiskImage.UsualSectorBytes, volumes);
        });
    }

    /// <summary>
    /// Why the boot partition of <paramref name="manifest"/>'s image cannot be written next to it, with the way out; empty when it can:
    /// the card's boot partition lies where the image's does.
    /// </summary>
    public string Objection(ImageManifest manifest)
    {
        (long start, long length) = DiskImage.PartitionOf(manifest);
        (byte bootType, long bootStart, long bootLength) = Entry(FirstEntry);
        (byte dataType, long dataStart, long dataLength) = Entry(SecondEntry);
        bool isOurs = bootType is 0x0c or 0xef && dataType == DiskImage.DataType && (dataStart, dataLength) == (Start, Length);
        if (isOurs && (bootStart, bootLength) == (start, length))
        {
            return "";
        }

        string what = $"it has a data volume, {Length >> 20} MiB from byte {Start} on, and ";
        return what + (isOurs && bootStart == start && bootLength % (1 << 20) == 0
            ? $"a boot partition of {bootLength >> 20} MiB, the image one of {length >> 20} MiB: --boot-size {bootLength >> 20}M makes one "
                + "that fits, --erase-data writes all and the files of /data are lost"
            : "its partitions lie elsewhere than the image's: --erase-data writes all and the files of /data are lost");
    }

    private static KeptData? Find(Stream disk, long length, int sectorBytes, IDataVolumes volumes)
    {
        if (length < TableBytes || volumes.Find(disk, length) is not { } found)
        {
            return null;
        }

        byte[] table = new byte[TableBytes];
        disk.Position = 0;
        disk.ReadExactly(table);
        return new(found.Start, found.Length, table, sectorBytes);
    }

    private static KeptData? Guard(string name, Func<KeptData?> look)
    {
        try
        {
            return look();
        }
        catch (InvalidDataException e)
        {
            throw new UnknownDataException(
                $"{name} was not written: whether it has a data volume (/data) cannot be seen, {e.Message}; --erase-data writes all, and "
                    + "the files of /data are lost");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.Opening(name, e);
        }
    }

    private (byte Type, long Start, long Length) Entry(int at)
        => (_table[at + 4],
            BinaryPrimitives.ReadUInt32LittleEndian(_table.AsSpan(at + 8)) * (long)_sectorBytes,
            BinaryPrimitives.ReadUInt32LittleEndian(_table.AsSpan(at + 12)) * (long)_sectorBytes);
}
