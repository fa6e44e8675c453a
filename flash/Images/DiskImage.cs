// Disk images: MBR, one FAT32 partition, files.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace RustKernel.Flash.Images;

/// <summary>Makes images without any privilege. The same files give the same bytes.</summary>
public static class DiskImage
{
    private const int SectorBytes = 512;

    // 1 MiB, as partitioning tools have it since cards have erase blocks.
    private const int FirstSector = 2048;
    private const long SmallestImage = 64L << 20;

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
    /// <exception cref="ImageException">A tool is missing or failed.</exception>
    public static ImageManifest Make(string path, string board, string build, DiskLayout layout, IReadOnlyList<ImageFile> files, IReadOnlyList<string>? missing = null)
    {
        ManifestFile[] listed = Describe(files);
        uint identity = Identity(listed);
        long size = SizeFor(listed.Sum(file => file.Size + 4096));
        string draft = path + ".new";
        string partition = path + ".partition";
        try
        {
            MakePartition(partition, size - ((long)FirstSector * SectorBytes), identity, files);
            using (FileStream image = new(draft, FileMode.Create))
            {
                image.SetLength(size);
                image.Write(MasterBootRecord(layout, identity, size));
                image.Position = (long)FirstSector * SectorBytes;
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
        const long start = (long)FirstSector * SectorBytes;
        using FileStream image = File.OpenRead(path);
        FatVolume volume = new(image, start);
        List<(long Offset, long Length, string Content)> parts = [(0, start, "the partition table"), (start, volume.SystemBytes, "the file system's tables")];
        parts.AddRange(volume.Folders.Select(extent => (start + extent.Offset, extent.Length, "a folder")));
        foreach (FatFile file in volume.Files)
            parts.AddRange(file.Extents.Select(extent => (start + extent.Offset, extent.Length, file.Path)));
        return [.. parts.OrderBy(part => part.Offset).Select(part => new ImageRange(part.Offset, part.Length, HashOf(image, part.Offset, part.Length), part.Content))];
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

    // A quarter more than the files for what is added on the running system; QEMU wants a power of two for a card.
    private static long SizeFor(long bytes)
    {
        long size = SmallestImage;
        while (size < bytes + (bytes / 4) + (8L << 20))
            size *= 2;
        return size;
    }

    // Serial number of disk and volume: of the content, not of the moment.
    private static uint Identity(IEnumerable<ManifestFile> files)
    {
        string text = string.Join('\n', files.Select(file => $"{file.Sha256} {file.Path}"));
        return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static void MakePartition(string path, long size, uint identity, IReadOnlyList<ImageFile> files)
    {
        using (FileStream empty = new(path, FileMode.Create))
            empty.SetLength(size);
        ExternalTool.Run("mkfs.vfat", ["-F", "32", "-n", "RUSTKERNEL", "-i", identity.ToString("x8", CultureInfo.InvariantCulture), "--invariant", path]);
        HashSet<string> folders = [];
        foreach (ImageFile file in files)
        {
            string[] parts = file.Path.Split('/');
            for (int depth = 1; depth < parts.Length; depth++)
            {
                string folder = string.Join('/', parts[..depth]);
                if (folders.Add(folder))
                    ExternalTool.Run("mmd", ["-i", path, "::/" + folder]);
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
                to.Write(block, 0, length);
            else
                to.Seek(length, SeekOrigin.Current);
        }
    }

    private static byte[] MasterBootRecord(DiskLayout layout, uint identity, long size)
    {
        byte[] sector = new byte[SectorBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(440), identity);
        Span<byte> entry = sector.AsSpan(446, 16);
        // Cylinder, head and sector as "beyond reach": everybody reads the block numbers.
        ((ReadOnlySpan<byte>)[0, 0xfe, 0xff, 0xff, (byte)(layout == DiskLayout.EfiSystemPartition ? 0xef : 0x0c), 0xfe, 0xff, 0xff]).CopyTo(entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], FirstSector);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], (uint)((size / SectorBytes) - FirstSector));
        sector[510] = 0x55;
        sector[511] = 0xaa;
        return sector;
    }
}
