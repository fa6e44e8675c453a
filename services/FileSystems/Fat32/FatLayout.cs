// Where things lie on a FAT32 volume, from its boot sector.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>The boot sector's numbers, checked against each other and against the store. [fatgen103, "Boot Sector and BPB"]</summary>
internal sealed class FatLayout
{
    /// <summary>Bytes of a directory entry.</summary>
    public const int EntryBytes = 32;

    /// <summary>Directory entries in a sector.</summary>
    public const int SlotsInSector = SectorBytes / EntryBytes;

    /// <summary>Bytes of a sector: the only supported size.</summary>
    public const int SectorBytes = 512;

    /// <summary>FAT entries in a sector.</summary>
    public const int LinksInSector = SectorBytes / 4;

    /// <summary>The first cluster's number.</summary>
    public const uint FirstCluster = 2;

    /// <summary>Byte of the boot sector whose bit 0 says that the volume was not cleanly unmounted.</summary>
    public const int DirtyByte = 65;

    /// <summary>Where the boot sector keeps the label.</summary>
    public const int LabelOffset = 71;

    private const uint MostClusters = 0x0ffffff5;

    private FatLayout(ReadOnlySpan<byte> boot)
    {
        SectorsInCluster = boot[13];
        FatStart = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(14));
        FatCount = boot[16];
        uint sectors = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(19));
        TotalSectors = sectors != 0 ? sectors : BinaryPrimitives.ReadUInt32LittleEndian(boot.Slice(32));
        FatSectors = BinaryPrimitives.ReadUInt32LittleEndian(boot.Slice(36));
        ExtFlags = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(40));
        RootCluster = BinaryPrimitives.ReadUInt32LittleEndian(boot.Slice(44));
        InfoSector = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(48));
        BackupSector = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(50));
        VolumeId = BinaryPrimitives.ReadUInt32LittleEndian(boot.Slice(67));
    }

    public uint SectorsInCluster { get; }

    public uint FatStart { get; }

    public uint FatCount { get; }

    public uint FatSectors { get; }

    public uint TotalSectors { get; }

    public uint RootCluster { get; }

    /// <summary>The FSInfo sector; 0 if there is none.</summary>
    public uint InfoSector { get; private set; }

    /// <summary>The boot sector's copy; 0 if there is none.</summary>
    public uint BackupSector { get; private set; }

    public uint VolumeId { get; }

    public uint ExtFlags { get; }

    /// <summary>The first sector of cluster 2.</summary>
    public uint DataStart { get; private set; }

    /// <summary>The number of clusters; the last cluster's number is one more.</summary>
    public uint Clusters { get; private set; }

    public uint LastCluster => Clusters + 1;

    public uint ClusterBytes => SectorsInCluster * SectorBytes;

    public int SlotsInCluster => (int)SectorsInCluster * SlotsInSector;

    /// <summary>Whether all FATs are kept the same. [fatgen103, BPB_ExtFlags]</summary>
    public bool IsMirrored => (ExtFlags & 0x80) == 0;

    /// <summary>The first sector of the FAT that is read.</summary>
    public uint ActiveFatStart => FatStart + (IsMirrored ? 0 : (ExtFlags & 15) * FatSectors);

    /// <summary>
    /// Reads and checks a boot sector. NotFound: no FAT; NotSupported: another kind of FAT; Corrupt: its numbers contradict each other.
    /// </summary>
    public static FatLayout Read(ReadOnlySpan<byte> boot, ulong storeSectors)
    {
        RefuseOthers(boot);
        FatLayout layout = new(boot);
        layout.Check(boot, storeSectors);
        return layout;
    }

    /// <summary>The first sector of a checked cluster.</summary>
    public uint SectorOf(uint cluster) => DataStart + ((cluster - FirstCluster) * SectorsInCluster);

    public bool IsCluster(uint number) => number >= FirstCluster && number <= LastCluster;

    private static void RefuseOthers(ReadOnlySpan<byte> boot)
    {
        if (Has(boot, 3, "EXFAT   "))
        {
            throw new FileSystemException(ErrorCode.NotSupported, "The volume is exFAT: format it as FAT32.");
        }

        if (Has(boot, 3, "NTFS    "))
        {
            throw new FileSystemException(ErrorCode.NotSupported, "The volume is NTFS: format it as FAT32.");
        }

        int sectorBytes = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(11));
        if (boot[510] != 0x55 || boot[511] != 0xAA || sectorBytes == 0 || boot[13] == 0 || boot[16] == 0)
        {
            throw new FileSystemException(ErrorCode.NotFound, "Sector 0 is no FAT boot sector.");
        }

        if (sectorBytes is 1024 or 2048 or 4096)
        {
            throw new FileSystemException(
                ErrorCode.NotSupported,
                $"The volume has sectors of {sectorBytes} bytes: only 512 are supported.");
        }

        bool isSmaller = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(22)) != 0
            || BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(17)) != 0;
        if (sectorBytes == SectorBytes && isSmaller)
        {
            throw new FileSystemException(ErrorCode.NotSupported, $"The volume is {SmallerKind(boot)}: format it as FAT32.");
        }
    }

    // Only the number of clusters distinguishes FAT12 and FAT16. [fatgen103, "FAT Type Determination"]
    private static string SmallerKind(ReadOnlySpan<byte> boot)
    {
        long sectors = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(19));
        sectors = sectors != 0 ? sectors : BinaryPrimitives.ReadUInt32LittleEndian(boot.Slice(32));
        long rootSectors = ((BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(17)) * EntryBytes) + SectorBytes - 1) / SectorBytes;
        long tables = (long)boot[16] * BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(22));
        long data = sectors - BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(14)) - tables - rootSectors;
        return data / boot[13] < 4085 ? "FAT12" : "FAT16";
    }

    private static bool Has(ReadOnlySpan<byte> boot, int offset, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (boot[offset + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Check(ReadOnlySpan<byte> boot, ulong storeSectors)
    {
        int sectorBytes = BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(11));
        Must(sectorBytes == SectorBytes, $"sectors of {sectorBytes} bytes");
        Must((SectorsInCluster & (SectorsInCluster - 1)) == 0, $"{SectorsInCluster} sectors in a cluster, which is no power of two");
        Must(FatStart != 0, "no reserved sector");
        Must(FatCount <= 4, $"{FatCount} FATs");
        Must(BinaryPrimitives.ReadUInt16LittleEndian(boot.Slice(42)) == 0, "an unknown version of FAT32");
        Must(TotalSectors != 0 && TotalSectors <= storeSectors, $"{TotalSectors} sectors where the disk or partition has {storeSectors}");
        ulong dataStart = FatStart + ((ulong)FatCount * FatSectors);
        Must(FatSectors != 0 && dataStart < TotalSectors, $"FATs of {FatSectors} sectors, which leave no room for clusters");
        DataStart = (uint)dataStart;
        Clusters = (TotalSectors - DataStart) / SectorsInCluster;
        ulong links = (ulong)FatSectors * LinksInSector;
        Must(Clusters != 0 && Clusters <= MostClusters && links > FirstCluster, $"{Clusters} clusters");
        Clusters = (uint)Math.Min(Clusters, links - FirstCluster);
        Must(IsCluster(RootCluster), $"the root directory at cluster {RootCluster} of {LastCluster}");
        Must(IsMirrored || (ExtFlags & 15) < FatCount, $"FAT {ExtFlags & 15} as the active one of {FatCount}");
        InfoSector = InfoSector < FatStart ? InfoSector : 0;
        BackupSector = BackupSector < FatStart && BackupSector != InfoSector ? BackupSector : 0;
    }

    private static void Must(bool condition, string what)
    {
        if (!condition)
        {
            throw FatErrors.Corrupt($"The boot sector (sector 0) is damaged: it says {what}.");
        }
    }
}
