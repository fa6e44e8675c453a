using System;

namespace RustKernel.Flash.Tftp.Tests;

public sealed class BytesFile(byte[] bytes) : ITftpFile
{
    public long Length => bytes.Length;

    public bool HasChanged => false;

    public int Read(long offset, Span<byte> destination)
    {
        int count = (int)Math.Min(destination.Length, bytes.Length - offset);
        bytes.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    public void Dispose()
    {
    }
}
