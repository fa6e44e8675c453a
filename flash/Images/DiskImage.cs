// Disk images: MBR, one FAT32 partition, files.

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
    private const long SmallestImage = 64L << 20;

    // What fewer clusters hold is FAT16 to every reader that counts them, so a partition has some more. [fatgen103, "FAT Type
    // Determination"]
    private const long EnoughClusters = FatVolume.FewestClusters + 512;

    /// <summary>Where the partition of an image lies, in bytes.</summary>
    public static (long Start, long Length) PartitionOf(ImageManifest manifest) => (PartitionStart, manifest.Size - PartitionStart);

    /// <summary>The files below <paramref name="folder"/>, in order of their paths.</summary>
    public static IReadOnlyList<ImageFile> FilesOf(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => new ImageFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), file))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Makes the image at <paramref name="path"/> and its manifest beside it.</summary>
    /// <param name="path">The image; replaced when it is complete.</param>
    /// <param name="board">The board's name, for the manifest.</param>
    /// <param name="build">The build, for the manifest.</param>
    /// <param name="layout">Who reads it.</param>
    /// <param name="files">What is on it.</param>
    /// <param name="missing">What a real board needs beside these, for the manifest.</param>
    /// <param name="sectorBytes">
    /// Bytes of a sector of the disk that the image is for: 512, 1024, 2048 or 4096. A reader counts the partition table's numbers in
    /// the disk's sectors, and a file system's sectors must not be smaller.
    /// </param>
    /// <exception cref="ImageException">A tool is missing or failed.</exception>
    public static ImageManifest Make(
        string path,
        string board,
        string build,
        DiskLayout layout,
        IReadOnlyList<ImageFile> files,
        IReadOnlyList<string>? missing = null,
        int sectorBytes = UsualSectorBytes)
    {
        if (sectorBytes is not (UsualSectorBytes or 1024 or 2048 or 4096))
        {
            throw new ImageException($"there are no images for sectors of {sectorBytes} bytes: FAT32 has 512, 1024, 2048 or 4096");
        }

        ManifestFile[] listed = Describe(files);
        uint identity = Identity($"{board} {layout} {sectorBytes}", listed);
        long size = SizeFor(listed.Sum(file => file.Size + 4096), sectorBytes);
        string draft = path + ".new";
        string partition = path + ".partition";
        try
        {
            MakePartition(partition, size - PartitionStart, identity, sectorBytes, files);
            using (FileStream image = new(draft, FileMode.Create))
            {
                image.SetLength(size);
                image.Write(MasterBootRecord(layout, identity, size, sectorBytes));
                image.Position = PartitionStart;
                using FileStream content = File.OpenRead(partition);
                CopyUsed(content, image);
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
            Size = size,
            SectorBytes = sectorBytes,
            Sha256 = HashOf(path),
            Missing = missing ?? [],
            Files = listed,
            Ranges = Ranges(path),
        };
        manifest.Save(ImageManifest.PathFor(path));
        return manifest;
    }

    /// <summary>Sizes and hashes of <paramref name="files"/>.</summary>
    public static ManifestFile[] Describe(IEnumerable<ImageFile> files)
        => [.. files.Select(file => new ManifestFile(file.Path, new FileInfo(file.Source).Length, HashOf(file.Source), file.Version))];

    // Everything that has a meaning, in order, neighbours with the same meaning joined.
    private static List<ImageRange> Ranges(string path)
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

        return [.. parts
            .OrderBy(part => part.Offset)
            .Select(part => new ImageRange(part.Offset, part.Length, HashOf(image, part.Offset, part.Length), part.Content))];
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

    // A quarter more than the files for what is added on the running system; QEMU wants a power of two for a card, whose sectors
    // have 512 bytes. Larger sectors make larger clusters, and there must be enough of them.
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

    private static byte[] MasterBootRecord(DiskLayout layout, uint identity, long size, int sectorBytes)
    {
        byte[] sector = new byte[UsualSectorBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(440), identity);
        Span<byte> entry = sector.AsSpan(446, 16);
        // Cylinder, head and sector as "beyond reach": everybody reads the block numbers.
        ((ReadOnlySpan<byte>)[
            0,
            0xfe,
            0xff,
            0xff,
            (byte)(layout == DiskLayout.EfiSystemPartition ? 0xef : 0x0c),
            0xfe,
            0xff,
            0xff
        ]).CopyTo(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)(PartitionStart / sectorBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)((size - PartitionStart) / sectorBytes));
        sector[510] = 0x55;
        sector[511] = 0xaa;
        return sector;
    }
}
