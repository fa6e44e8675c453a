// Copies what is not zero.

using System;
using System.IO;

namespace RustKernel.Flash.Images;

/// <summary>Blocks of zeros are passed over: a file keeps holes there, and most of an image is empty.</summary>
internal static class UsedBlocks
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 1 << 16;

    /// <summary>Copies <paramref name="from"/> to a target that reads as zeros where nothing was written; returns the bytes written.</summary>
    public static long Copy(Stream from, Stream to)
    {
        byte[] block = new byte[BlockBytes];
        long written = 0;
        int length;
        while ((length = from.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false)) > 0)
        {
            ReadOnlySpan<byte> data = block.AsSpan(0, length);
            if (data.ContainsAnyExcept((byte)0))
            {
                to.Write(data);
                written += length;
            }
            else
            {
                to.Seek(length, SeekOrigin.Current);
            }
        }

        return written;
    }
}
