// The partitions of a disk: MBR, GPT, or one file system without a table. Nothing on a disk is trusted: each number is checked before use,
// and a table that contradicts itself is refused as a whole.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using RustKernel.Services.FileSystems.Data;

namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>
/// The partitions of a disk. [UEFI 2.10, GUID Partition Table (GPT) Disk Layout; Legacy Master Boot Record (MBR)]
/// </summary>
public sealed class PartitionTable
{
    private const int SectorSize = BlockStore.SectorSize;
    private const int MbrEntries = 446;
    private const int MbrEntrySize = 16;
    private const int MbrCount = 4;
    private const byte Protective = 0xEE;
    private const ulong Signature = 0x5452_4150_2049_4645; // "EFI PART"
    private const uint HeaderSize = 92;
    private const uint EntrySize = 128;
    private const uint MostEntries = 1024;

    // Types in the byte order of the disk: Microsoft's basic data; EFI system; Linux file system data, the type of our own.
    private const ulong BasicDataLow = 0x4433_B9E5_EBD0_A0A2;
    private const ulong BasicDataHigh = 0xC799_26B7_B668_C087;
    private const ulong EfiSystemLow = 0x11D2_F81F_C12A_7328;
    private const ulong EfiSystemHigh = 0x3BC9_3EC9_A000_4BBA;
    private const ulong LinuxDataLow = 0x4772_8483_0FC6_3DAF;
    private const ulong LinuxDataHigh = 0xE47D_47D8_693D_798E;

    private readonly List<Partition> _partitions;

    private PartitionTable(List<Partition> partitions, bool isFromBackup)
    {
        _partitions = partitions;
        IsFromBackup = isFromBackup;
    }

    /// <summary>The partitions in the table's order; none if the disk has no table.</summary>
    public IReadOnlyList<Partition> Partitions => _partitions;

    /// <summary>The table at the start of the disk is damaged; this is its copy from the end.</summary>
    public bool IsFromBackup { get; }

    /// <summary>The first partition of <paramref name="kind"/>; null: there is none.</summary>
    public Partition? Find(PartitionKind kind)
    {
        foreach (Partition partition in _partitions)
        {
            if (partition.Kind == kind)
            {
                return partition;
            }
        }

        return null;
    }

    /// <summary>
    /// Reads the table of <paramref name="disk"/>. Corrupt: partitions overlap, or lie beyond the disk, or both copies of a GPT are
    /// damaged. InvalidArgument: a disk without sectors. Errors of the disk are passed on.
    /// </summary>
    public static ErrorCode Read(BlockStore disk, out PartitionTable? table)
    {
        table = null;
        byte[] sector = new byte[SectorSize];
        ErrorCode error = disk.SectorCount == 0 ? ErrorCode.InvalidArgument : disk.Read(0, sector);
        if (error != ErrorCode.None)
        {
            return error;
        }

        List<Partition> partitions = new();
        bool hasTable = sector[510] == 0x55 && sector[511] == 0xAA;
        bool isGpt = false;
        if (hasTable && IsFatVolume(sector))
        {
            partitions.Add(new Partition(PartitionKind.Fat, 0, disk.SectorCount));
            return Check(partitions, 0, disk.SectorCount, false, out table);
        }

        bool isData = false;
        error = hasTable ? ErrorCode.None : DataFileSystem.Look(disk, out isData);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (isData)
        {
            partitions.Add(new Partition(PartitionKind.Data, 0, disk.SectorCount));
            return Check(partitions, 0, disk.SectorCount, false, out table);
        }

        for (int i = 0; i < MbrCount && hasTable; i++)
        {
            ReadOnlySpan<byte> entry = sector.AsSpan(MbrEntries + (i * MbrEntrySize), MbrEntrySize);
            byte type = entry[4];
            ulong count = BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(12));
            isGpt |= type == Protective;
            if (type != 0 && count != 0)
            {
                partitions.Add(new Partition(KindOf(type), BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(8)), count));
            }
        }

        return isGpt ? ReadGpt(disk, out table) : Check(partitions, 1, disk.SectorCount, false, out table);
    }

    // A file system that begins in sector 0: its jump, its sector size, and the name of its type.
    private static bool IsFatVolume(ReadOnlySpan<byte> sector) =>
        sector[0] is 0xEB or 0xE9
            && BinaryPrimitives.ReadUInt16LittleEndian(sector.Slice(11)) is 512 or 1024 or 2048 or 4096
            && (sector.Slice(82, 3).SequenceEqual("FAT"u8) || sector.Slice(54, 3).SequenceEqual("FAT"u8));

    private static PartitionKind KindOf(byte type) => type switch
    {
        0x01 or 0x04 or 0x06 or 0x0B or 0x0C or 0x0E or 0xEF => PartitionKind.Fat,
        0x83 => PartitionKind.Data,
        _ => PartitionKind.Other,
    };

    private static ErrorCode ReadGpt(BlockStore disk, out PartitionTable? table)
    {
        ErrorCode error = ReadGpt(disk, 1, false, out table);
        return error == ErrorCode.Corrupt ? ReadGpt(disk, disk.SectorCount - 1, true, out table) : error;
    }

    private static ErrorCode ReadGpt(BlockStore disk, ulong at, bool isBackup, out PartitionTable? table)
    {
        table = null;
        byte[] header = new byte[SectorSize];
        ErrorCode error = at < disk.SectorCount ? disk.Read(at, header) : ErrorCode.Corrupt;
        if (error != ErrorCode.None)
        {
            return error;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12));
        uint sum = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(16));
        bool isHeader = BinaryPrimitives.ReadUInt64LittleEndian(header) == Signature && size is >= HeaderSize and <= SectorSize;
        header.AsSpan(16, 4).Clear();
        if (!isHeader || Crc(header.AsSpan(0, (int)size)) != sum || BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(24)) != at)
        {
            return ErrorCode.Corrupt;
        }

        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(40));
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(48));
        ulong entries = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(72));
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(80));
        uint entrySize = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(84));
        if (last >= disk.SectorCount || first > last || entrySize != EntrySize || count is 0 or > MostEntries)
        {
            return ErrorCode.Corrupt;
        }

        byte[] entryTable = new byte[((count * EntrySize) + SectorSize - 1) / SectorSize * SectorSize];
        error = entries < disk.SectorCount ? disk.Read(entries, entryTable) : ErrorCode.Corrupt;
        bool isSound = error == ErrorCode.None
            && Crc(entryTable.AsSpan(0, (int)(count * EntrySize))) == BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(88));
        if (!isSound)
        {
            return error is ErrorCode.None or ErrorCode.InvalidArgument ? ErrorCode.Corrupt : error;
        }

        List<Partition> partitions = new();
        for (int i = 0; i < (int)count; i++)
        {
            if (!AddGpt(partitions, entryTable.AsSpan(i * (int)EntrySize, (int)EntrySize)))
            {
                return ErrorCode.Corrupt;
            }
        }

        return Check(partitions, first, last + 1, isBackup, out table);
    }

    // False: it ends before it begins.
    private static bool AddGpt(List<Partition> partitions, ReadOnlySpan<byte> entry)
    {
        ulong low = BinaryPrimitives.ReadUInt64LittleEndian(entry);
        ulong high = BinaryPrimitives.ReadUInt64LittleEndian(entry.Slice(8));
        if ((low | high) == 0)
        {
            return true;
        }

        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(entry.Slice(32));
        ulong last = BinaryPrimitives.ReadUInt64LittleEndian(entry.Slice(40));
        PartitionKind kind = (low, high) switch
        {
            (BasicDataLow, BasicDataHigh) or (EfiSystemLow, EfiSystemHigh) => PartitionKind.Fat,
            (LinuxDataLow, LinuxDataHigh) => PartitionKind.Data,
            _ => PartitionKind.Other,
        };
        bool isSane = first <= last && last != ulong.MaxValue;
        if (isSane)
        {
            partitions.Add(new Partition(kind, first, last - first + 1));
        }

        return isSane;
    }

    // Each must lie within [first, end), and none may overlap another.
    private static ErrorCode Check(List<Partition> partitions, ulong first, ulong end, bool isFromBackup, out PartitionTable? table)
    {
        table = null;
        for (int i = 0; i < partitions.Count; i++)
        {
            Partition one = partitions[i];
            if (one.First < first || one.First >= end || one.Count > end - one.First)
            {
                return ErrorCode.Corrupt;
            }

            for (int j = 0; j < i; j++)
            {
                if (one.First < partitions[j].First + partitions[j].Count && partitions[j].First < one.First + one.Count)
                {
                    return ErrorCode.Corrupt;
                }
            }
        }

        table = new PartitionTable(partitions, isFromBackup);
        return ErrorCode.None;
    }

    // CRC-32 as in Ethernet. [UEFI 2.10, GPT Header]
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
