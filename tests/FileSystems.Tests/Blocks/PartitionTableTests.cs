// Partition tables, good and damaged: what is found, and that no damage creates a partition that does not exist.

using System;
using System.Buffers.Binary;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;

namespace RustKernel.FileSystems.Tests.Blocks;

public sealed class PartitionTableTests
{
    private const int Sectors = 4096;
    private static readonly Guid s_basicData = new("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");
    private static readonly Guid s_efiSystem = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
    private static readonly Guid s_linuxData = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");
    private readonly MemoryStore _disk = new(Sectors);

    [Fact]
    public void A_disk_without_a_table_has_no_partitions()
    {
        Assert.Equal(ErrorCode.None, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.Empty(table!.Partitions);
        Assert.Equal(ErrorCode.InvalidArgument, PartitionTable.Read(new MemoryStore(0), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Layout.SecondSuperblock)]
    public void A_disk_that_may_be_a_data_volume_is_not_called_empty(ulong unreadable)
    {
        FaultyStore failing = new(_disk) { Bad = [(unreadable * 8) + 1] };
        Assert.Equal(ErrorCode.DeviceError, PartitionTable.Read(failing, out PartitionTable? table));
        Assert.Null(table);
        DataFileSystem.Format(_disk, "data", 1, 0);
        Assert.Equal(ErrorCode.None, PartitionTable.Read(failing, out table));
        Assert.Equal(PartitionKind.Data, Assert.Single(table!.Partitions).Kind);
    }

    [Fact]
    public void An_MBR_says_what_is_where()
    {
        WriteMbr((0x0C, 64, 1000), (0x83, 2048, 2048), (0x07, 1064, 8));
        Assert.Equal(ErrorCode.None, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.Equal(
            [(PartitionKind.Fat, 64, 1000), (PartitionKind.Data, 2048, 2048), (PartitionKind.Other, 1064, 8)],
            table!.Partitions.Select(part => (part.Kind, part.First, part.Count)));
        Assert.Equal(2048ul, table.Find(PartitionKind.Data)?.First);
        Assert.False(table.IsFromBackup);
    }

    [Theory]
    [InlineData(64u, 1000u, 1063u, 8u)] // overlaps the end of the first
    [InlineData(64u, 1000u, 60u, 5u)] // overlaps its beginning
    [InlineData(64u, 1000u, 100u, 10u)] // inside it
    [InlineData(64u, 1000u, 4095u, 2u)] // past the disk
    [InlineData(64u, 1000u, 4096u, 1u)]
    [InlineData(64u, 1000u, 0xFFFF_FFFFu, 0xFFFF_FFFFu)]
    [InlineData(64u, 1000u, 0u, 5u)] // overlaps the table itself
    public void An_MBR_that_contradicts_itself_is_refused(uint first, uint count, uint other, uint otherCount)
    {
        WriteMbr((0x0C, first, count), (0x83, other, otherCount));
        Assert.Equal(ErrorCode.Corrupt, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.Null(table);
    }

    [Fact]
    public void A_file_system_without_a_table_has_the_whole_disk()
    {
        byte[] sector = new byte[512];
        (sector[0], sector[11], sector[12], sector[510], sector[511]) = (0xEB, 0, 2, 0x55, 0xAA);
        "FAT32   "u8.CopyTo(sector.AsSpan(82));
        Assert.Equal(ErrorCode.None, _disk.Write(0, sector));
        Assert.Equal(ErrorCode.None, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.Equal((0ul, (ulong)Sectors), (table!.Find(PartitionKind.Fat)!.Value.First, table.Find(PartitionKind.Fat)!.Value.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the first superblock is damaged
    public void A_data_volume_without_a_table_has_the_whole_disk(bool isDamaged)
    {
        DataFileSystem.Format(_disk, "", 1, 0);
        Assert.Equal(ErrorCode.None, isDamaged ? _disk.Write(0, new byte[512]) : ErrorCode.None);
        Assert.Equal(ErrorCode.None, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.Equal([(PartitionKind.Data, 0, Sectors)], table!.Partitions.Select(part => (part.Kind, part.First, part.Count)));
    }

    [Fact]
    public void A_GPT_says_what_is_where()
    {
        WriteGpt((s_efiSystem, 64, 127), (s_linuxData, 200, 999), (Guid.NewGuid(), 1000, 1000), (s_basicData, 2000, 4000));
        Assert.Equal(ErrorCode.None, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.Equal(
            [
                (PartitionKind.Fat, 64, 64), (PartitionKind.Data, 200, 800), (PartitionKind.Other, 1000, 1),
                (PartitionKind.Fat, 2000, 2001),
            ],
            table!.Partitions.Select(part => (part.Kind, part.First, part.Count)));
    }

    [Theory]
    [InlineData(1, 0)] // the signature
    [InlineData(1, 56)] // a byte that the sum covers
    [InlineData(1, 17)] // the sum
    [InlineData(2, 40)] // an entry
    public void A_damaged_GPT_is_read_from_its_copy(ulong sector, int at)
    {
        WriteGpt((s_linuxData, 200, 999));
        Spoil(sector, at);
        Assert.Equal(ErrorCode.None, PartitionTable.Read(_disk, out PartitionTable? table));
        Assert.True(table!.IsFromBackup);
        Assert.Equal(200ul, table.Find(PartitionKind.Data)?.First);
        Spoil(Sectors - 1, 20);
        Assert.Equal(ErrorCode.Corrupt, PartitionTable.Read(_disk, out _));
    }

    [Theory]
    [InlineData(200, 999, 999, 1500)]
    [InlineData(200, 999, 4090, 4095)] // overlaps the copy of the table
    [InlineData(200, 999, 10, 20)] // overlaps the table
    [InlineData(200, 999, 1500, 1499)]
    public void A_GPT_that_contradicts_itself_is_refused(ulong first, ulong last, ulong other, ulong otherLast)
    {
        WriteGpt((s_linuxData, first, last), (s_basicData, other, otherLast));
        Assert.Equal(ErrorCode.Corrupt, PartitionTable.Read(_disk, out _));
    }

    // Whatever the table says, the partitions found lie on the disk and do not overlap.
    [Fact]
    public void No_damage_makes_a_partition_beyond_the_disk()
    {
        Random random = new(1);
        for (int run = 0; run < 2000; run++)
        {
            byte[] sector = new byte[512];
            random.NextBytes(sector);
            (sector[510], sector[511]) = (0x55, 0xAA);
            for (int i = 0; i < 4; i++)
            {
                sector.AsSpan(446 + (i * 16) + 9, 3).Clear();
                sector.AsSpan(446 + (i * 16) + 13, 3).Clear();
            }

            Assert.Equal(ErrorCode.None, _disk.Write(0, sector));
            if (PartitionTable.Read(_disk, out PartitionTable? table) == ErrorCode.None)
            {
                Assert.All(table!.Partitions, part => Assert.True(part.First + part.Count <= Sectors && part.Count != 0));
            }
        }
    }

    private void Spoil(ulong sector, int at)
    {
        byte[] bytes = new byte[512];
        Assert.Equal(ErrorCode.None, _disk.Read(sector, bytes));
        bytes[at] ^= 1;
        Assert.Equal(ErrorCode.None, _disk.Write(sector, bytes));
    }

    private void WriteMbr(params (byte Type, uint First, uint Count)[] entries)
    {
        byte[] sector = new byte[512];
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = sector.AsSpan(446 + (i * 16), 16);
            entry[4] = entries[i].Type;
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].First);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], entries[i].Count);
        }

        (sector[510], sector[511]) = (0x55, 0xAA);
        Assert.Equal(ErrorCode.None, _disk.Write(0, sector));
    }

    private void WriteGpt(params (Guid Type, ulong First, ulong Last)[] entries)
    {
        WriteMbr((0xEE, 1, Sectors - 1));
        byte[] table = new byte[128 * 128];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i].Type.TryWriteBytes(table.AsSpan(i * 128));
            Guid.NewGuid().TryWriteBytes(table.AsSpan((i * 128) + 16));
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan((i * 128) + 32), entries[i].First);
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan((i * 128) + 40), entries[i].Last);
        }

        WriteGpt(table, 1, 2, Sectors - 1);
        WriteGpt(table, Sectors - 1, Sectors - 33, 1);
    }

    private void WriteGpt(byte[] table, ulong at, ulong entries, ulong other)
    {
        byte[] header = new byte[512];
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), 0x10000);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), 92);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), at);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), other);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(40), 34);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(48), Sectors - 34);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(72), entries);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(80), 128);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(84), 128);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(88), Crc(table));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), Crc(header.AsSpan(0, 92)));
        Assert.Equal(ErrorCode.None, _disk.Write(at, header));
        Assert.Equal(ErrorCode.None, _disk.Write(entries, table));
    }

    // CRC-32 by its polynomial, a bit at a time, most significant first: different from the code under test.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool isOut = (crc >> 31) != (uint)((one >> bit) & 1);
                crc = (crc << 1) ^ (isOut ? 0x04C1_1DB7u : 0);
            }
        }

        uint reversed = 0;
        for (int bit = 0; bit < 32; bit++)
        {
            reversed |= ((crc >> bit) & 1) << (31 - bit);
        }

        return ~reversed;
    }
}
