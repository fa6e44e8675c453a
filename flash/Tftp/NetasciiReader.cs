// Netascii mode.

using System;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Writes LF as CR LF and CR as CR NUL. Where a block starts in the file depends on all blocks before it. So the start of each block in the
/// window is kept: its offset, and whether the second byte of a pair is still due.
/// </summary>
internal sealed class NetasciiReader : BlockReader
{
    private const int ChunkBytes = 1024;
    private readonly (long Offset, int Pending)[] _starts;
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private long _chunkOffset;
    private int _chunkLength;

    public NetasciiReader(ITftpFile file, int windowSize) : base(file)
    {
        // The blocks of a window, the one before it, the one after it.
        _starts = new (long, int)[windowSize + 2];
        _starts[1 % _starts.Length] = (0, -1);
    }

    public override int Read(long block, Span<byte> data)
    {
        (long offset, int pending) = _starts[block % _starts.Length];
        int length = 0;
        while (length < data.Length)
        {
            if (pending >= 0)
            {
                data[length++] = (byte)pending;
                pending = -1;
                continue;
            }

            int value = Next(offset);
            if (value < 0)
            {
                break;
            }

            offset++;
            data[length++] = value == '\n' ? (byte)'\r' : (byte)value;
            pending = value switch { '\n' => '\n', '\r' => 0, _ => -1 };
        }

        _starts[(block + 1) % _starts.Length] = (offset, pending);
        return Checked(length, data.Length);
    }

    public override long BytesThrough(long block) => _starts[(block + 1) % _starts.Length].Offset;

    private int Next(long offset)
    {
        if (offset >= File.Length)
        {
            return -1;
        }

        if (offset < _chunkOffset || offset >= _chunkOffset + _chunkLength)
        {
            _chunkOffset = offset;
            _chunkLength = File.Read(offset, _chunk);
            if (_chunkLength <= 0)
            {
                return -1;
            }
        }

        return _chunk[offset - _chunkOffset];
    }
}
