// Octet mode.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>Block n begins at byte (n - 1) * block size. The size is the one at the opening, as tsize told the client.</summary>
internal sealed class OctetReader(ITftpFile file, int blockSize) : BlockReader(file)
{
    public override int Read(long block, Span<byte> data)
    {
        long offset = (block - 1) * blockSize;
        int wanted = (int)Math.Min(data.Length, File.Length - offset);
        int read = wanted == 0 ? 0 : File.Read(offset, data[..wanted]);
        return read < wanted ? -1 : Checked(read, data.Length);
    }

    public override long BytesThrough(long block) => Math.Min(block * blockSize, File.Length);
}
