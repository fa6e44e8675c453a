// Octet mode.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Block n starts at byte (n - 1) * block size. The size is the one at the opening, as tsize reported it to the client. Reads ahead, so
/// that most blocks cost no system call.
/// </summary>
internal sealed class OctetReader(ITftpFile file, int blockSize) : BlockReader(file)
{
    /// <summary>The most that one transfer holds of its file.</summary>
    public const int AheadBytes = 32 << 10;

    private byte[] _ahead = [];
    private long _aheadOffset;
    private int _aheadLength;

    public override int Read(long block, Span<byte> data)
    {
        long offset = (block - 1) * blockSize;
        int wanted = (int)Math.Min(data.Length, File.Length - offset);
        int read = wanted == 0 ? 0 : Take(offset, data[..wanted]);
        return read < wanted ? -1 : Checked(read, data.Length);
    }

    public override long BytesThrough(long block) => Math.Min(block * blockSize, File.Length);

    private int Take(long offset, Span<byte> data)
    {
        if (offset < _aheadOffset || offset + data.Length > _aheadOffset + _aheadLength)
        {
            if (_ahead.Length == 0)
            {
                _ahead = new byte[(int)Math.Min(File.Length, Math.Max(AheadBytes, blockSize))];
            }

            _aheadOffset = offset;
            _aheadLength = File.Read(offset, _ahead.AsSpan(0, (int)Math.Min(_ahead.Length, File.Length - offset)));
        }

        int length = Math.Min(data.Length, _aheadLength);
        _ahead.AsSpan((int)(offset - _aheadOffset), length).CopyTo(data);
        return length;
    }
}
