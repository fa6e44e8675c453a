using System;

namespace RustKernel.Flash.Tftp.Tests;

/// <summary>A file of any size without memory: byte n is a function of n.</summary>
public sealed class PatternFile(long length) : ITftpFile
{
    public long Length => length;

    public bool HasChanged { get; set; }

    public bool IsDisposed { get; private set; }

    public static byte At(long offset) => (byte)((offset * 2654435761L) >> 13);

    public int Read(long offset, Span<byte> destination)
    {
        int count = (int)Math.Min(destination.Length, length - offset);
        for (int i = 0; i < count; i++)
        {
            destination[i] = At(offset + i);
        }

        return count;
    }

    public void Dispose() => IsDisposed = true;
}
