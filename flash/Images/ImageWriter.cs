// Writes an image and proves it.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace RustKernel.Flash.Images;

/// <summary>Writes the used ranges, has them go to the medium, drops caches, reads back, compares.</summary>
public static class ImageWriter
{
    private const int BlockBytes = 1 << 20;

    // Bytes between two flushes: so the figures shown are those of the medium, not of the system's memory.
    private const int FlushBytes = 4 << 20;

    /// <summary>
    /// Writes <paramref name="image"/>, described by <paramref name="manifest"/>, and compares;
    /// returns the bytes written.
    /// </summary>
    /// <exception cref="ImageException">The target cannot be written, or reads back differently.</exception>
    public static long Write(string image, ImageManifest manifest, IBlockTarget target, IWriteProgress? progress = null)
        => Write(image, manifest, target, forgetsOldTable: true, progress);

    /// <summary>
    /// The same of the boot partition alone: the card's partition table and its data stay as they are. Ask <see cref="KeptData"/> first.
    /// </summary>
    /// <exception cref="ImageException">As <see cref="Write(string, ImageManifest, IBlockTarget, IWriteProgress)"/>.</exception>
    public static long WriteBootPartition(string image, ImageManifest manifest, IBlockTarget target, IWriteProgress? progress = null)
        => Write(image, manifest.OfBootPartition(), target, forgetsOldTable: false, progress);

    private static long Write(
        string image,
        ImageManifest manifest,
        IBlockTarget target,
        bool forgetsOldTable,
        IWriteProgress? progress)
    {
        using FileStream source = File.OpenRead(image);
        PartitionReader.RequireSectors(target.Name, target.SectorBytes, manifest);
        long total = manifest.Ranges.Sum(range => range.Length);
        long done = 0;
        Guard("writing", target.Name, () => done, () =>
        {
            long unflushed = 0;
            ForEachBlock(source, manifest.Ranges, target.IsBlank, (offset, data) =>
            {
                target.Write(offset, data.Span);
                unflushed += data.Length;
                if (unflushed >= FlushBytes)
                {
                    target.Flush();
                    unflushed = 0;
                }

                done += data.Length;
                progress?.Report(WritePhase.Writing, done, total);
            });
            target.Flush();
            target.DropCache();
        });
        long written = done;
        Compare(source, manifest, target, progress);
        Guard("finishing", target.Name, () => written, () =>
        {
            if (forgetsOldTable)
            {
                ForgetOldTable(target);
            }

            target.Finish(manifest.Size);
        });
        Guard(
            "comparing",
            target.Name,
            () => written,
            () => PartitionReader.Check(target.Name, new TargetStream(target), target.SectorBytes, target.Capacity, manifest));
        return written;
    }

    // The image overwrites the old table at the start; the old copy at the disk's end may lie after the image's last byte.
    private static void ForgetOldTable(IBlockTarget target)
    {
        if (!target.IsBlank && PartitionReader.OldTable(new TargetStream(target), target.SectorBytes, target.Capacity) is { } old)
        {
            target.Write(old, new byte[target.SectorBytes]);
            target.Flush();
            target.DropCache();
        }
    }

    /// <summary>Makes the regular file <paramref name="path"/> with the image's bytes; returns the bytes that were not zero.</summary>
    /// <exception cref="ImageException">The target cannot be written, or reads back differently.</exception>
    public static long WriteFile(string image, ImageManifest manifest, string path, IWriteProgress? progress = null)
    {
        if (Path.GetFullPath(image) == Path.GetFullPath(path))
        {
            throw new ImageException($"{path} is the image itself");
        }

        using IBlockTarget target = Open(path, () => new FileTarget(path, manifest.SectorBytes));
        return Write(image, manifest, target, progress);
    }

    /// <summary>The same into the boot partition of the file <paramref name="path"/>, which keeps its other bytes.</summary>
    /// <exception cref="ImageException">The target cannot be written, or reads back differently.</exception>
    public static long WriteBootPartitionOfFile(string image, ImageManifest manifest, string path, IWriteProgress? progress = null)
    {
        using IBlockTarget target = Open(path, () => new FileTarget(path, manifest.SectorBytes, keeps: true));
        return WriteBootPartition(image, manifest, target, progress);
    }

    /// <summary>Opens a target; the system's refusal comes out in words.</summary>
    /// <exception cref="ImageException">It cannot be opened.</exception>
    public static IBlockTarget Open(string name, Func<IBlockTarget> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.Opening(name, e);
        }
    }

    /// <summary>Checks the file <paramref name="path"/> against a manifest, every byte of it.</summary>
    /// <exception cref="ImageException">It is not what the manifest describes; the message names the part that differs.</exception>
    public static void VerifyFile(string path, ImageManifest manifest, IWriteProgress? progress = null)
    {
        long size = new FileInfo(path).Length;
        if (size != manifest.Size)
        {
            throw new ImageException($"{path} has {size} bytes, the manifest says {manifest.Size}");
        }

        using FileStream file = File.OpenRead(path);
        VerifyRanges(path, manifest, (offset, data) => RandomAccess.Read(file.SafeFileHandle, data, offset), progress);
        Guard("reading", path, () => size, () => PartitionReader.Check(path, file, manifest.SectorBytes, size, manifest));
        file.Position = 0;
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (hash != manifest.Sha256)
        {
            throw new ImageException(
                $"{path} differs from the image in its free space: SHA-256 {hash}, the manifest says {manifest.Sha256}");
        }
    }

    /// <summary>Checks the boot partition of the file <paramref name="path"/>, and that a reader finds it.</summary>
    /// <exception cref="ImageException">It is not what the manifest describes; the message names the part that differs.</exception>
    public static void VerifyBootPartitionOfFile(string path, ImageManifest manifest, IWriteProgress? progress = null)
    {
        using FileStream file = File.OpenRead(path);
        VerifyRanges(
            path,
            manifest.OfBootPartition(),
            (offset, data) => RandomAccess.Read(file.SafeFileHandle, data, offset),
            progress);
        Guard("reading", path, () => 0, () => PartitionReader.Check(path, file, manifest.SectorBytes, file.Length, manifest));
    }

    /// <summary>Checks the card <paramref name="target"/> against a manifest: everything but free space.</summary>
    /// <exception cref="ImageException">It is not what the manifest describes; the message names the part that differs.</exception>
    public static void VerifyCard(IBlockTarget target, ImageManifest manifest, IWriteProgress? progress = null)
    {
        PartitionReader.RequireSectors(target.Name, target.SectorBytes, manifest);
        target.DropCache();
        VerifyRanges(target.Name, manifest, target.Read, progress);
        Guard(
            "reading",
            target.Name,
            () => 0,
            () => PartitionReader.Check(target.Name, new TargetStream(target), target.SectorBytes, target.Capacity, manifest));
    }

    private delegate int Reader(long offset, Span<byte> data);

    private static void VerifyRanges(string name, ImageManifest manifest, Reader read, IWriteProgress? progress)
    {
        byte[] block = new byte[BlockBytes];
        long total = manifest.Ranges.Sum(range => range.Length);
        long done = 0;
        foreach (ImageRange range in manifest.Ranges)
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Guard("reading", name, () => done, () =>
            {
                for (long at = 0; at < range.Length; at += BlockBytes)
                {
                    Span<byte> part = block.AsSpan(0, (int)Math.Min(BlockBytes, range.Length - at));
                    ReadAll(read, range.Offset + at, part);
                    hash.AppendData(part);
                    done += part.Length;
                    progress?.Report(WritePhase.Comparing, done, total);
                }
            });
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != range.Sha256)
            {
                throw new ImageException(
                    $"{name} differs from the image in {range.Content} (bytes {range.Offset} to {range.Offset + range.Length - 1})");
            }
        }
    }

    private static void Compare(FileStream source, ImageManifest manifest, IBlockTarget target, IWriteProgress? progress)
    {
        long total = manifest.Ranges.Sum(range => range.Length);
        long done = 0;
        byte[] found = new byte[BlockBytes];
        Guard("comparing", target.Name, () => done, () => ForEachBlock(source, manifest.Ranges, skipZeros: false, (offset, wanted) =>
        {
            Span<byte> part = found.AsSpan(0, wanted.Length);
            // A file's last blocks may be a hole that no one wrote yet: the rest reads as zeros.
            part.Clear();
            int length = target.IsBlank ? ReadWhatIsThere(target.Read, offset, part) : ReadAll(target.Read, offset, part);
            int same = wanted.Span.CommonPrefixLength(part);
            if (same != wanted.Length)
            {
                throw new ImageException(
                    $"{target.Name} does not keep what is written to it: byte {offset + same} reads {part[same]:x2} instead of "
                        + $"{wanted.Span[same]:x2}; do not use this card");
            }

            done += length;
            progress?.Report(WritePhase.Comparing, done, total);
        }));
    }

    private static int ReadWhatIsThere(Reader read, long offset, Span<byte> data)
    {
        int total = 0;
        int length;
        while (total < data.Length && (length = read(offset + total, data[total..])) > 0)
        {
            total += length;
        }

        return data.Length;
    }

    private static int ReadAll(Reader read, long offset, Span<byte> data)
    {
        int total = 0;
        while (total < data.Length)
        {
            int length = read(offset + total, data[total..]);
            if (length == 0)
            {
                throw new IOException($"it ends at byte {offset + total}");
            }

            total += length;
        }

        return total;
    }

    private static void ForEachBlock(
        FileStream source,
        IEnumerable<ImageRange> ranges,
        bool skipZeros,
        Action<long, ReadOnlyMemory<byte>> action)
    {
        byte[] block = new byte[BlockBytes];
        foreach (ImageRange range in ranges)
        {
            for (long at = 0; at < range.Length; at += BlockBytes)
            {
                Memory<byte> part = block.AsMemory(0, (int)Math.Min(BlockBytes, range.Length - at));
                source.Position = range.Offset + at;
                source.ReadExactly(part.Span);
                if (!skipZeros || part.Span.ContainsAnyExcept((byte)0))
                {
                    action(range.Offset + at, part);
                }
            }
        }
    }

    private static void Guard(string doing, string name, Func<long> done, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TargetErrors.During(doing, name, done(), e);
        }
    }
}
