// A FAT32 volume, read only. [Microsoft FAT specification, fatgen103]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RustKernel.Flash.Images;

/// <summary>Says where on a volume its tables, folders and files lie, so that only these need to be written and compared.</summary>
public sealed class FatVolume
{
    private const int EntryBytes = 32;
    private const int LongNameAttributes = 0x0f;
    private const int VolumeLabelAttribute = 0x08;
    private const int FolderAttribute = 0x10;
    private const uint FirstCluster = 2;
    private const uint EndOfChain = 0x0ffffff8;
    private const uint ClusterMask = 0x0fffffff;
    private const int MaximumDepth = 16;

    /// <summary>A volume with fewer clusters is FAT16 to readers that count them. [fatgen103, "FAT Type Determination"]</summary>
    public const int FewestClusters = 65525;

    private readonly Stream _stream;
    private readonly long _start;
    private readonly int _clusterBytes;
    private readonly uint[] _table;
    private readonly List<FatFile> _files = [];
    private readonly List<FatExtent> _folders = [];

    /// <summary>Reads the volume that begins at <paramref name="start"/> of <paramref name="stream"/>.</summary>
    /// <exception cref="ImageException">It is no FAT32 volume, or a damaged one.</exception>
    public FatVolume(Stream stream, long start)
    {
        _stream = stream;
        _start = start;
        byte[] boot = Read(0, 512);
        int sectorBytes = BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(11));
        int tables = boot[16];
        long tableSectors = BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(36));
        long sectors = BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(19)) is > 0 and var few
            ? few
            : BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(32));
        bool isFat32 = BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(22)) == 0 && boot[510] == 0x55 && boot[511] == 0xaa;
        if (!isFat32
            || sectorBytes is not (512 or 1024 or 2048 or 4096)
            || boot[13] == 0
            || tables is 0 or > 4
            || tableSectors == 0
            || sectors == 0)
        {
            throw new ImageException("there is no FAT32 file system");
        }

        _clusterBytes = sectorBytes * boot[13];
        long reserved = BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(14)) * (long)sectorBytes;
        SystemBytes = reserved + (tables * tableSectors * sectorBytes);
        Length = sectors * sectorBytes;
        if (SystemBytes >= Length || tableSectors * sectorBytes > int.MaxValue)
        {
            throw new ImageException("the FAT32 file system's tables are larger than itself");
        }

        SectorBytes = sectorBytes;
        HiddenSectors = BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(28));
        Clusters = (Length - SystemBytes) / _clusterBytes;
        byte[] table = Read(reserved, (int)(tableSectors * sectorBytes));
        _table = new uint[Math.Min(table.Length / 4, ((Length - SystemBytes) / _clusterBytes) + FirstCluster)];
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(4 * i)) & ClusterMask;
        }

        ReadFolder(BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(44)), "", 0);
    }

    /// <summary>Bytes before the first cluster: boot sectors and both tables.</summary>
    public long SystemBytes { get; }

    /// <summary>Bytes of the volume.</summary>
    public long Length { get; }

    /// <summary>Bytes of a sector, as the boot sector says.</summary>
    public int SectorBytes { get; }

    /// <summary>Sectors of the disk before the volume, as the boot sector says.</summary>
    public uint HiddenSectors { get; }

    /// <summary>How many clusters it has.</summary>
    public long Clusters { get; }

    /// <summary>Where its folders lie.</summary>
    public IReadOnlyList<FatExtent> Folders => _folders;

    /// <summary>Its files, in the order of the folders.</summary>
    public IReadOnlyList<FatFile> Files => _files;

    private byte[] Read(long offset, int length)
    {
        byte[] bytes = new byte[length];
        _stream.Position = _start + offset;
        if (_stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length)
        {
            throw new ImageException("the FAT32 file system is cut short");
        }

        return bytes;
    }

    private List<FatExtent> Chain(uint cluster)
    {
        List<FatExtent> extents = [];
        int links = 0;
        while (cluster is >= FirstCluster and < EndOfChain)
        {
            if (cluster >= _table.Length || ++links > _table.Length)
            {
                throw new ImageException("the FAT32 file system has a chain of clusters that leads nowhere");
            }

            long offset = SystemBytes + ((cluster - FirstCluster) * (long)_clusterBytes);
            if (extents.Count > 0 && extents[^1].Offset + extents[^1].Length == offset)
            {
                extents[^1] = extents[^1] with { Length = extents[^1].Length + _clusterBytes };
            }
            else
            {
                extents.Add(new FatExtent(offset, _clusterBytes));
            }

            cluster = _table[cluster];
        }

        return extents;
    }

    private void ReadFolder(uint cluster, string path, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new ImageException("the FAT32 file system's folders are too deep");
        }

        List<FatExtent> extents = Chain(cluster);
        _folders.AddRange(extents);
        StringBuilder longName = new();
        foreach (FatExtent extent in extents)
        {
            byte[] entries = Read(extent.Offset, (int)extent.Length);
            for (int at = 0; at < entries.Length; at += EntryBytes)
            {
                ReadOnlySpan<byte> entry = entries.AsSpan(at, EntryBytes);
                if (entry[0] == 0)
                {
                    return;
                }

                if (entry[0] == 0xe5)
                {
                    longName.Clear();
                }
                else if ((entry[11] & 0x3f) == LongNameAttributes)
                {
                    longName.Insert(0, LongPart(entry));
                }
                else
                {
                    Add(entry, path, TakeName(entry, longName), depth);
                }
            }
        }
    }

    private void Add(ReadOnlySpan<byte> entry, string path, string name, int depth)
    {
        if ((entry[11] & VolumeLabelAttribute) != 0 || name is "." or "..")
        {
            return;
        }

        uint cluster = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(entry[20..]) << 16)
            | BinaryPrimitives.ReadUInt16LittleEndian(entry[26..]);
        if ((entry[11] & FolderAttribute) != 0)
        {
            ReadFolder(cluster, path + name + "/", depth + 1);
        }
        else
        {
            _files.Add(new FatFile(path + name, BinaryPrimitives.ReadUInt32LittleEndian(entry[28..]), cluster == 0 ? [] : Chain(cluster)));
        }
    }

    // 13 characters in three places; 0 ends, 0xffff fills.
    private static string LongPart(ReadOnlySpan<byte> entry)
    {
        StringBuilder part = new(13);
        foreach ((int offset, int count) in new[] { (1, 5), (14, 6), (28, 2) })
        {
            for (int i = 0; i < count; i++)
            {
                ushort character = BinaryPrimitives.ReadUInt16LittleEndian(entry[(offset + (2 * i))..]);
                if (character is 0 or 0xffff)
                {
                    return part.ToString();
                }

                part.Append((char)character);
            }
        }

        return part.ToString();
    }

    // Without a long name: 8.3, with Windows NT's flags for lower case in byte 12.
    private static string TakeName(ReadOnlySpan<byte> entry, StringBuilder longName)
    {
        string name = longName.ToString();
        longName.Clear();
        if (name.Length > 0)
        {
            return name;
        }

        string stem = Encoding.Latin1.GetString(entry[..8]).TrimEnd();
        string extension = Encoding.Latin1.GetString(entry.Slice(8, 3)).TrimEnd();
        if ((entry[12] & 0x08) != 0)
        {
            stem = stem.ToLowerInvariant();
        }

        if ((entry[12] & 0x10) != 0)
        {
            extension = extension.ToLowerInvariant();
        }

        return extension.Length > 0 ? $"{stem}.{extension}" : stem;
    }
}
