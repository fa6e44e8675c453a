// A file as numbered blocks.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>Turns blocks into bytes of the file. Blocks are asked for in order, or again from the first unacknowledged one.</summary>
internal abstract class BlockReader : IDisposable
{
    private readonly ITftpFile _file;

    protected BlockReader(ITftpFile file) => _file = file;

    protected ITftpFile File => _file;

    /// <summary>
    /// Fills <paramref name="data"/> with block <paramref name="block"/> (from 1); fewer bytes mean
    /// the last block; -1 when the file has changed.
    /// </summary>
    public abstract int Read(long block, Span<byte> data);

    /// <summary>Bytes of the file up to and with the end of block <paramref name="block"/>.</summary>
    public abstract long BytesThrough(long block);

    public void Dispose() => _file.Dispose();

    protected int Checked(int read, int wanted)
    {
        // At the end, check whether the earlier blocks still belong to the file.
        return read < wanted && _file.HasChanged ? -1 : read;
    }
}
