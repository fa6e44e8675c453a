using System;
using System.Buffers.Binary;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// A disk with two partitions, like a card's: 64 MiB, a power of two as QEMU requires for cards; FAT32, and a volume of
/// ours.
/// </summary>
internal sealed class CardImage(string path)
{
    /// <summary>The first sector of the FAT volume.</summary>
    public const int FatFirst = 2048;

    /// <summary>The first sector of the data volume.</summary>
    public const int DataFirst = 44 * 2048;

    private const int SectorBytes = 512;
    private const int FatSectors = 40 * 2048;
    private const int DataSectors = 16 * 2048;
    private const long DiskBytes = 64L << 20;
    private const int PartitionEntries = 446;
    private const int PartitionEntryBytes = 16;

    /// <summary>The FAT volume's name for mtools.</summary>
    public string Fat => path + "@@1M";

    /// <summary>Makes it, with two empty volumes.</summary>
    public void Make(string label)
    {
        byte[] table = new byte[SectorBytes];
        Describe(table, 0, 0x0C, FatFirst, FatSectors);
        Describe(table, 1, 0x83, DataFirst, DataSectors);
        table[510] = 0x55;
        table[511] = 0xAA;
        using (FileStream disk = File.Create(path))
        {
            disk.SetLength(DiskBytes);
            disk.Write(table);
        }

        Disks.Run("mkfs.fat", "-F", "32", "-s", "1", $"--offset={FatFirst}", "-h", $"{FatFirst}", path, $"{FatSectors / 2}");
        ToolResult made = Tool.Rk("fs", "make", path, "--label", label);
        Assert.True(made.ExitCode == 0, made.ToString());
    }

    /// <summary>Checks both volumes; <paramref name="folder"/> is for a copy.</summary>
    public void Check(string folder)
    {
        ToolResult check = Tool.Rk("fs", "check", path);
        Assert.True(check.ExitCode == 0 && check.Output.Contains("good", StringComparison.Ordinal), check.ToString());
        string partition = Path.Combine(folder, "partition.img");
        using (FileStream disk = File.OpenRead(path))
        {
            byte[] sectors = new byte[FatSectors * SectorBytes];
            disk.Position = (long)FatFirst * SectorBytes;
            disk.ReadExactly(sectors);
            File.WriteAllBytes(partition, sectors);
        }

        Disks.Run("fsck.vfat", "-n", partition);
    }

    private static void Describe(byte[] table, int number, byte type, int first, int count)
    {
        Span<byte> entry = table.AsSpan(PartitionEntries + (number * PartitionEntryBytes), PartitionEntryBytes);
        entry[4] = type;
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], first);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], count);
    }
}
