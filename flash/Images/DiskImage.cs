// Disk images: MBR, a FAT32 partition with files, a data partition.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace RustKernel.Flash.Images;

/// <summary>Makes images without any privilege. The same files give the same bytes.</summary>
public static class DiskImage
{
    /// <summary>Bytes of a sector on nearly every card.</summary>
    public const int UsualSectorBytes = 512;

    // 1 MiB, as partitioning tools have it since cards have erase blocks.
    private const long PartitionStart = 1L << 20;
    private const long MiB = 1L << 20;
    private const long SmallestImage = 64L << 20;

    // What a partition table's 32 bits of sectors reach.
    private const long LargestImage = 2L << 40;

    // A data partition begins at an allocation unit of a card. [SD Physical Layer Simplified Specification, AU_SIZE]
    private const long DataAlignment = 4L << 20;

    private const int BlockBytes = 4096;
    private const string DataContent = "the data file system";

    /// <summary>The type of a data partition in a partition table, Linux's: other systems do not offer to format it.</summary>
    internal const byte DataType = 0x83;

    // What fewer clusters hold is FAT16 to every reader that counts them, so a partition has some more. [fatgen103, "FAT Type
    // Determination"]
    private const long EnoughClusters = FatVolume.FewestClusters + 512;

    /// <summary>Where the boot partition of an image lies, in bytes.</summary>
    public static (long Start, long Length) PartitionOf(ImageManifest manifest)
        => (PartitionStart, manifest.BootSize > 0 ? manifest.BootSize : manifest.Size - PartitionStart);

    /// <summary>The files below <paramref name="folder"/>, in order of their paths.</summary>
    public static IReadOnlyList<ImageFile> FilesOf(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new ImageFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), file))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Makes the image at <paramref name="path"/> and its manifest next to it.</summary>
    /// <param name="path">The image; replaced when it is complete.</param>
    /// <param name="board">The board's name, for the manifest.</param>
    /// <param name="build">The build, for the manifest.</param>
    /// <param name="layout">Who reads it.</param>
    /// <param name="files">What is on it.</param>
    /// <param name="missing">What a real board needs besides these, for the manifest.</param>
    /// <param name="sectorBytes">
    /// Bytes of a sector of the disk that the image is for: 512, 1024, 2048 or 4096. A reader counts the partition table's numbers in
    /// the disk's sectors, and a file system's sectors must not be smaller.
    /// </param>
    /// <param name="sizes">How large the partitions are; null: <see cref="PartitionSizes.BootOnly"/>.</param>
    /// <param name="volumes">Makes the data partition's file system; needed when there is one.</param>
    /// <exception cref="ImageException">A tool is missing or failed.</exception>
    /// <exception cref="ImageSizeException">A size is none, or is too small.</exception>
    public static ImageManifest Make(
        string path,
        string board,
        string build,
        DiskLayout layout,
        IReadOnlyList<ImageFile> files,
        IReadOnlyList<string>? missing = null,
        int sectorBytes = UsualSectorBytes,
        PartitionSizes? sizes = null,
        IDataVolumes? volumes = null)
    {
        if (sectorBytes is not (UsualSectorBytes or 1024 or 2048 or 4096))
        {
            throw new ImageException($"there are no images for sectors of {sectorBytes} bytes: FAT32 has 512, 1024, 2048 or 4096");
        }

        ManifestFile[] listed = Describe(files);
        uint identity = Identity($"{board} {layout} {sectorBytes}", listed);
        Places places = Place(sizes ?? PartitionSizes.BootOnly, listed.Sum(file => file.Size + 4096), sectorBytes);
        string draft = path + ".new";
        string partition = path + ".partition";
        try
        {
            MakePartition(partition, places.BootBytes, identity, sectorBytes, files);
            using (FileStream image = new(draft, FileMode.Create))
            {
                image.SetLength(places.Size);
                image.Write(MasterBootRecord(layout, identity, places, sectorBytes));
                image.Position = PartitionStart;
                using FileStream content = File.OpenRead(partition);
                CopyUsed(content, image);
            }

            if (places.DataBytes > 0)
            {
                (volumes ?? throw new ImageException("nothing here makes a data partition"))
                    .Make(draft, places.DataStart, places.DataBytes, identity);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(partition);
            File.Delete(draft);
        }

        ImageManifest manifest = new()
        {
            Board = board,
            Build = build,
            Size = places.Size,
            BootSize = places.BootBytes,
            DataStart = places.DataStart,
            DataSize = places.DataBytes,
            SectorBytes = sectorBytes,
            Sha256 = HashOf(path),
            Missing = missing ?? [],
            Files = listed,
            Ranges = Ranges(path, places),
        };
        manifest.Save(ImageManifest.PathFor(path));
        return manifest;
    }

    /// <summary>Sizes and hashes of <paramref name="files"/>.</summary>
    public static ManifestFile[] Describe(IEnumerable<ImageFile> files)
        => [.. files.Select(file => new ManifestFile(file.Path, new FileInfo(file.Source).Length, HashOf(file.Source), file.Version))];

    // Everything that has a meaning, in order, neighbours with the same meaning joined.
    private static List<ImageRange> Ranges(string path, Places places)
    {
        const long start = PartitionStart;
        using FileStream image = File.OpenRead(path);
        FatVolume volume = new(image, start);
        List<(long Offset, long Length, string Content)> parts = [
            (0, start, "the partition table"),
            (start, volume.SystemBytes, "the file system's tables")
        ];
        parts.AddRange(volume.Folders.Select(extent => (start + extent.Offset, extent.Length, "a folder")));
        foreach (FatFile file in volume.Files)
        {
            parts.AddRange(file.Extents.Select(extent => (start + extent.Offset, extent.Length, file.Path)));
        }

        parts.AddRange(DataExtents(image, places).Select(extent => (extent.Offset, extent.Length, DataContent)));

        return [.. parts
            .OrderBy(part => part.Offset)
            .Select(part => new ImageRange(part.Offset, part.Length, HashOf(image, part.Offset, part.Length), part.Content))];
    }

    // Every block that is not zero. A new volume has both superblocks, so none of an earlier volume is left on a card.
    private static IEnumerable<(long Offset, long Length)> DataExtents(FileStream image, Places places)
    {
        byte[] some = new byte[MiB];
        for (long at = places.DataStart; at < places.DataStart + places.DataBytes; at += MiB)
        {
            image.Position = at;
            image.ReadExactly(some);
            for (int block = 0; block < MiB; block += BlockBytes)
            {
                if (some.AsSpan(block, BlockBytes).ContainsAnyExcept((byte)0))
                {
                    yield return (at + block, BlockBytes);
                }
            }
        }
    }

    private static string HashOf(FileStream image, long offset, long length)
    {
        byte[] bytes = new byte[length];
        image.Position = offset;
        image.ReadExactly(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    internal static string HashOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    // Where the partitions lie. QEMU wants a power of two for a card, whose sectors have 512 bytes: what follows the last partition
    // is left free.
    private static Places Place(PartitionSizes sizes, long fileBytes, int sectorBytes)
    {
        long boot = sizes.Boot == 0 ? SizeFor(fileBytes, sectorBytes) - PartitionStart : CheckedBoot(sizes.Boot, fileBytes, sectorBytes);
        long end = PartitionStart + boot;
        if (sizes.Data == 0)
        {
            return new(sizes.Boot == 0 ? end : Rounded(end, sectorBytes), boot, 0, 0);
        }

        if (sectorBytes != UsualSectorBytes)
        {
            throw new ImageSizeException(
                $"a disk with sectors of {sectorBytes} bytes gets no data partition: the target reads disks in sectors of "
                    + $"{UsualSectorBytes}");
        }

        if (sizes.Data % MiB != 0 || sizes.Data < 0)
        {
            throw new ImageSizeException($"a data partition has whole MiB, not {sizes.Data} bytes");
        }

        long start = (end + DataAlignment - 1) / DataAlignment * DataAlignment;
        return sizes.Data <= LargestImage - start
            ? new(Rounded(start + sizes.Data, sectorBytes), boot, start, sizes.Data)
            : throw new ImageSizeException(
                $"a data partition of {sizes.Data >> 20} MiB lies beyond 2 TiB, which a partition table cannot say");
    }

    private static long Rounded(long bytes, int sectorBytes)
        => sectorBytes == UsualSectorBytes ? (long)BitOperations.RoundUpToPowerOf2((ulong)bytes) : bytes;

    private static long CheckedBoot(long boot, long fileBytes, int sectorBytes)
    {
        if (boot % MiB != 0 || boot < 0)
        {
            throw new ImageSizeException($"a boot partition has whole MiB, not {boot} bytes");
        }

        // The file system's own tables take 8 bytes of each cluster of a sector.
        long least = Math.Max(fileBytes, EnoughClusters * sectorBytes);
        least = (((least + (least / 64) + MiB) >> 20) + 1) << 20;
        return boot < least
            ? throw new ImageSizeException(
                $"a boot partition of {boot >> 20} MiB is too small: its files and FAT32 need at least {least >> 20} MiB")
            : boot <= LargestImage / 2
                ? boot
                : throw new ImageSizeException($"a boot partition of {boot >> 20} MiB is larger than FAT32 and a partition table can say");
    }

    // A quarter more than the files for what is added on the running system. Larger sectors make larger clusters, and there must be
    // enough of them.
    private static long SizeFor(long bytes, int sectorBytes)
    {
        long needed = bytes + (bytes / 4) + (8L << 20);
        if (sectorBytes == UsualSectorBytes)
        {
            return Math.Max(SmallestImage, (long)BitOperations.RoundUpToPowerOf2((ulong)needed));
        }

        long forClusters = PartitionStart + (EnoughClusters * sectorBytes) + (1L << 20);
        return ((Math.Max(needed, forClusters) >> 20) + 1) << 20;
    }

    // Serial number of disk and volume: of the content, not of the moment. A disk's is never 0, which means that it has none.
    private static uint Identity(string kind, IEnumerable<ManifestFile> files)
    {
        string text = string.Join('\n', files.Select(file => $"{file.Sha256} {file.Path}").Prepend(kind));
        return Math.Max(1, BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static void MakePartition(string path, long size, uint identity, int sectorBytes, IReadOnlyList<ImageFile> files)
    {
        using (FileStream empty = new(path, FileMode.Create))
        {
            empty.SetLength(size);
        }

        List<string> options = [
            "-F",
            "32",
            "-n",
            "RUSTKERNEL",
            "-h",
            (PartitionStart / sectorBytes).ToString(CultureInfo.InvariantCulture)
        ];
        if (sectorBytes != UsualSectorBytes)
        {
            options.AddRange(["-S", sectorBytes.ToString(CultureInfo.InvariantCulture), "-s", "1"]);
        }

        // --invariant sets an identity of its own, so ours comes after it.
        ExternalTool.Run("mkfs.vfat", [.. options, "--invariant", "-i", identity.ToString("x8", CultureInfo.InvariantCulture), path]);
        HashSet<string> folders = [];
        foreach (ImageFile file in files)
        {
            string[] parts = file.Path.Split('/');
            for (int depth = 1; depth < parts.Length; depth++)
            {
                string folder = string.Join('/', parts[..depth]);
                if (folders.Add(folder))
                {
                    ExternalTool.Run("mmd", ["-i", path, "::/" + folder]);
                }
            }

            ExternalTool.Run("mcopy", ["-i", path, file.Source, "::/" + file.Path]);
        }
    }

    // Blocks of zeros become holes: most of an image is empty.
    private static void CopyUsed(FileStream from, FileStream to)
    {
        byte[] block = new byte[1 << 16];
        int length;
        while ((length = from.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0)
        {
            if (block.AsSpan(0, length).ContainsAnyExcept((byte)0))
            {
                to.Write(block, 0, length);
            }
            else
            {
                to.Seek(length, SeekOrigin.Current);
            }
        }
    }

    private static byte[] MasterBootRecord(DiskLayout layout, uint identity, Places places, int sectorBytes)
    {
        byte[] sector = new byte[UsualSectorBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(440), identity);
        byte type = (byte)(layout == DiskLayout.EfiSystemPartition ? 0xef : 0x0c);
        Enter(sector.AsSpan(446, 16), type, PartitionStart / sectorBytes, places.BootBytes / sectorBytes);
        if (places.DataBytes > 0)
        {
            Enter(sector.AsSpan(462, 16), DataType, places.DataStart / sectorBytes, places.DataBytes / sectorBytes);
        }

        sector[510] = 0x55;
        sector[511] = 0xaa;
        return sector;
    }

    // Cylinder, head and sector as "beyond reach": everybody reads the block numbers.
    private static void Enter(Span<byte> entry, byte type, long first, long count)
    {
        ((ReadOnlySpan<byte>)[0, 0xfe, 0xff, 0xff, type, 0xfe, 0xff, 0xff]).CopyTo(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)first);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)count);
    }

    // Of an image, in bytes.
    private readonly record struct Places(long Size, long BootBytes, long DataStart, long DataBytes);
}
