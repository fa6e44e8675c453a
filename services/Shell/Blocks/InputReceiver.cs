// The machine's end of the input of a program that the other end had started.

using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// Takes frames of input in their order, each when the program has room for the one before, and says how much has been passed on. What is
/// not in a frame is passed over. No clock: the owner calls <see cref="Pass"/> again while <see cref="IsWaiting"/>.
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

    /// <summary>Bytes of a frame wait for room.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Takes a byte of the line.</summary>
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
            // Said again: the answer was lost.
            _hasAnswer = true;
        }
    }

    /// <summary>
    /// Passes pieces of at most 63 bytes on with <paramref name="tryWrite"/>, none at the end of the input, as long as it says true.
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

    /// <summary>Writes the answer that is due into <paramref name="line"/>: its bytes; 0: none.</summary>
    public int Answer(Span<byte> line)
    {
        int count = _hasAnswer ? BlockFrame.Write(line, FrameKind.Taken, 0, _taken, default) : 0;
        _hasAnswer = false;
        return count;
    }
}
