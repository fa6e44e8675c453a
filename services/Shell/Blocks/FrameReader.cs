using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// Finds frames with a correct check on a line that carries other things as well, and ignores the rest. Control characters within a frame
/// come from the line itself (none is ever sent) and do no harm.
/// </summary>
public sealed class FrameReader
{
    private readonly byte[] _bytes = new byte[BlockFrame.HeadBytes + BlockFrame.MostPayload + BlockFrame.CheckBytes];
    private int _count;
    private bool _isEscaped;
    private bool _isOverlong;

    /// <summary>Kind of the frame that <see cref="Feed"/> has completed.</summary>
    public FrameKind Kind { get; private set; }

    /// <summary>Number of its transfer.</summary>
    public ushort Transfer { get; private set; }

    /// <summary>Its sequence.</summary>
    public uint Sequence { get; private set; }

    /// <summary>Its payload, until the next <see cref="Feed"/>.</summary>
    public ReadOnlySpan<byte> Payload => new(_bytes, BlockFrame.HeadBytes, _length);

    /// <summary>Frames with a wrong check, and pieces between flags that were no frames.</summary>
    public int Damaged { get; private set; }

    private int _length;

    /// <summary>Takes a byte from the line; true: it completes a frame.</summary>
    public bool Feed(byte value)
    {
        if (value == BlockFrame.Flag)
        {
            bool isFrame = !_isEscaped && !_isOverlong && IsFrame();
            Damaged += isFrame || _count == 0 ? 0 : 1;
            _count = 0;
            _isEscaped = false;
            _isOverlong = false;
            return isFrame;
        }

        if (value < BlockFrame.Mask)
        {
            return false;
        }

        if (value == BlockFrame.Escape)
        {
            _isEscaped = true;
            return false;
        }

        if (_count == _bytes.Length)
        {
            _isOverlong = true;
            return false;
        }

        _bytes[_count++] = _isEscaped ? (byte)(value ^ BlockFrame.Mask) : value;
        _isEscaped = false;
        return false;
    }

    private bool IsFrame()
    {
        int body = _count - BlockFrame.CheckBytes;
        ReadOnlySpan<byte> bytes = new(_bytes, 0, _count);
        if (body < BlockFrame.HeadBytes || Crc32C.Of(bytes.Slice(0, body)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(body)))
        {
            return false;
        }

        _length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(7));
        Kind = (FrameKind)bytes[0];
        Transfer = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(1));
        Sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(3));
        return _length == body - BlockFrame.HeadBytes;
    }
}
