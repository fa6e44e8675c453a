using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// The machine's end of a program's input, when the other end had the program started. Takes frames of input in order, each when the
/// program has room for the one before, and reports how much has been passed on. Ignores everything outside frames. No clock: the owner
/// calls <see cref="Pass"/> again while <see cref="IsWaiting"/>.
/// </summary>
public sealed class InputReceiver
{
    private const int PieceBytes = 63;
    private readonly FrameReader _reader = new();
    private readonly byte[] _bytes = new byte[BlockFrame.MostPayload];
    private int _length;
    private int _passed;
    private uint _taken;
    private bool _hasAnswer;

    /// <summary>Bytes of a frame are waiting for room.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Takes a byte from the line.</summary>
    public void Feed(byte value)
    {
        if (!_reader.Feed(value) || _reader.Kind != FrameKind.Input || IsWaiting)
        {
            return;
        }

        if (_reader.Sequence == _taken)
        {
            _reader.Payload.CopyTo(_bytes);
            _length = _reader.Payload.Length;
            _passed = 0;
            IsWaiting = true;
        }
        else
        {
            // The frame was repeated: the answer was lost.
            _hasAnswer = true;
        }
    }

    /// <summary>
    /// Passes on pieces of at most 63 bytes with <paramref name="tryWrite"/>, an empty one at the end of the input, as long as that returns
    /// true.
    /// </summary>
    public void Pass(Func<byte[], int, int, bool> tryWrite)
    {
        while (IsWaiting)
        {
            int count = Math.Min(PieceBytes, _length - _passed);
            if (!tryWrite(_bytes, _passed, count))
            {
                return;
            }

            _passed += count;
            if (_passed == _length)
            {
                // The end counts as one.
                _taken += (uint)Math.Max(1, _length);
                IsWaiting = false;
                _hasAnswer = true;
            }
        }
    }

    /// <summary>Writes the answer that is due into <paramref name="line"/>; returns its bytes; 0: none.</summary>
    public int Answer(Span<byte> line)
    {
        int count = _hasAnswer ? BlockFrame.Write(line, FrameKind.Taken, 0, _taken, default) : 0;
        _hasAnswer = false;
        return count;
    }
}
