// Writes an image to a file target and proves it.

using System;
using System.IO;

namespace RustKernel.Flash.Images;

/// <summary>Writes, flushes to the disk, reads back, compares.</summary>
public static class ImageWriter
{
    /// <summary>Writes <paramref name="image"/> to the regular file <paramref name="target"/>, made anew, and compares; returns the bytes that were not zero.</summary>
    /// <exception cref="ImageException">The target cannot be written, or reads back differently.</exception>
    public static long WriteFile(string image, string target)
    {
        if (Path.GetFullPath(image) == Path.GetFullPath(target))
            throw new ImageException($"{target} is the image itself");
        long written;
        try
        {
            using FileStream from = File.OpenRead(image);
            using FileStream to = new(target, FileMode.Create, FileAccess.Write);
            written = UsedBlocks.Copy(from, to);
            to.SetLength(from.Length);
            to.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageException($"writing {target}: {e.Message}");
        }

        Compare(image, target);
        return written;
    }

    /// <summary>Compares <paramref name="target"/> with <paramref name="image"/>, byte by byte.</summary>
    /// <exception cref="ImageException">They differ; the message says where.</exception>
    public static void Compare(string image, string target)
    {
        using FileStream left = File.OpenRead(image);
        using FileStream right = File.OpenRead(target);
        if (left.Length != right.Length)
            throw new ImageException($"{target} has {right.Length} bytes, the image {left.Length}");
        byte[] wanted = new byte[UsedBlocks.BlockBytes];
        byte[] found = new byte[UsedBlocks.BlockBytes];
        for (long offset = 0; offset < left.Length; offset += UsedBlocks.BlockBytes)
        {
            int length = left.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false);
            right.ReadAtLeast(found, length, throwOnEndOfStream: false);
            int same = wanted.AsSpan(0, length).CommonPrefixLength(found.AsSpan(0, length));
            if (same != length)
                throw new ImageException($"{target} differs from the image at byte {offset + same}: {found[same]:x2} instead of {wanted[same]:x2}");
        }
    }

    /// <summary>Checks the file <paramref name="target"/> against a manifest.</summary>
    /// <exception cref="ImageException">It is not what the manifest describes.</exception>
    public static void Verify(string target, ImageManifest manifest)
    {
        long size = new FileInfo(target).Length;
        if (size != manifest.Size)
            throw new ImageException($"{target} has {size} bytes, the manifest says {manifest.Size}");
        string hash = DiskImage.HashOf(target);
        if (hash != manifest.Sha256)
            throw new ImageException($"{target} has SHA-256 {hash}, the manifest says {manifest.Sha256}");
    }
}
