// Undoes what terminal servers and adapters do to line ends, before lines are cut.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// A stage between the bytes of a serial line and its lines. CR CR LF, CR NUL LF and CR LF NUL become CR LF, LF CR becomes LF, CR NUL
/// becomes CR, and as long as no LF has come a CR before text ends a line. Ordinary line ends and all other bytes pass as they are.
/// It counts what it undid, so that a report can name it. Not thread-safe.
/// </summary>
public sealed class LineEnds
{
    private readonly ArrayBufferWriter<byte> _output = new(256);
    private long _doubledReturns;
    private long _returnNuls;
    private long _leadingReturns;
    private long _leadingReturnsBehindReturn;
    private long _leadingNuls;
    private long _returnsOnly;
    private int _heldReturns;
    private int _heldNuls;
    private bool _isLineStart = true;
    private bool _hasLeadingNul;
    private bool _hadReturn;
    private bool _hasLineFeed;
    private bool _endsAtReturn;

    /// <summary>Lines ended so far.</summary>
    public long Lines { get; private set; }

    /// <summary>The line end that most lines have, "CR CR LF" for example; empty when it is LF or CR LF, or before two lines.</summary>
    public string Name => Lines < 2 ? "" : Kinds().FirstOrDefault(kind => kind.Count * 2 > Lines).Kind ?? "";

    /// <summary>A sentence about <see cref="Name"/>; empty when there is nothing to say.</summary>
    public string Remark => Name.Length == 0 ? "" : $"line ends: {Name}, as a terminal server or an adapter's settings make them; undone";

    /// <summary>
    /// Takes <paramref name="bytes"/> and returns them with ordinary line ends; valid until the next call. A CR at the end is held back
    /// until the next byte is known.
    /// </summary>
    public ReadOnlySpan<byte> Undo(ReadOnlySpan<byte> bytes)
    {
        _output.ResetWrittenCount();
        while (bytes.Length > 0)
        {
            int length = bytes.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
            length = length < 0 ? bytes.Length : length;
            if (length > 0)
            {
                TakeText(bytes[..length]);
            }
            else
            {
                TakeControl(bytes[0]);
                length = 1;
            }

            bytes = bytes[length..];
        }

        return _output.WrittenSpan;
    }

    private IEnumerable<(string Kind, long Count)> Kinds() =>
    [
        ("CR CR LF", _doubledReturns),
        ("CR NUL LF", _hasLineFeed ? _returnNuls : 0),
        ("CR LF NUL", _hasLineFeed ? _leadingNuls : 0),
        ("CR NUL", _hasLineFeed ? 0 : _returnNuls + _leadingNuls),
        ("LF CR", _leadingReturns),
        ("CR LF CR", _leadingReturnsBehindReturn),
        ("CR", _returnsOnly),
    ];

    private void TakeControl(byte value)
    {
        switch (value)
        {
            case (byte)'\n':
                TakeLineFeed();
                break;
            case (byte)'\r' when _endsAtReturn:
                EndAtReturn();
                break;
            case (byte)'\r':
                _heldReturns++;
                break;
            default:
                TakeNul();
                break;
        }
    }

    private void TakeText(ReadOnlySpan<byte> text)
    {
        if (_heldReturns > 0)
        {
            ReleaseReturns();
        }

        _isLineStart = false;
        _output.Write(text);
    }

    /// <summary>Text follows CRs: they come before a line, end a line if nothing else does, or belong to a line editor.</summary>
    private void ReleaseReturns()
    {
        if (_isLineStart)
        {
            // The column is 0 already: nothing that is seen is lost.
            _leadingReturns += Lines > 0 && !_hadReturn ? 1 : 0;
            _leadingReturnsBehindReturn += Lines > 0 && _hadReturn ? 1 : 0;
        }
        else if (!_hasLineFeed)
        {
            _returnNuls += _heldNuls > 0 ? 1 : 0;
            _endsAtReturn = true;
            EndAtReturn();
        }
        else
        {
            _output.GetSpan(_heldReturns)[.._heldReturns].Fill((byte)'\r');
            _output.Advance(_heldReturns);
        }

        (_heldReturns, _heldNuls) = (0, 0);
    }

    private void EndAtReturn()
    {
        if (_isLineStart)
        {
            return;
        }

        _returnsOnly++;
        EndLine("\n"u8);
    }

    private void TakeLineFeed()
    {
        bool isRestOfReturn = _endsAtReturn && _isLineStart;
        (_hasLineFeed, _endsAtReturn) = (true, false);
        if (isRestOfReturn)
        {
            return;
        }

        _returnNuls += _heldNuls > 0 ? 1 : 0;
        _doubledReturns += _heldNuls == 0 && _heldReturns > 1 ? 1 : 0;
        _hadReturn = _heldReturns > 0;
        (_heldReturns, _heldNuls) = (0, 0);
        EndLine(_hadReturn ? "\r\n"u8 : "\n"u8);
    }

    private void EndLine(ReadOnlySpan<byte> end)
    {
        _output.Write(end);
        _isLineStart = true;
        _hasLeadingNul = false;
        Lines++;
    }

    private void TakeNul()
    {
        if (_heldReturns > 0)
        {
            _heldNuls++;
        }
        else if (_isLineStart && Lines > 0)
        {
            _leadingNuls += _hasLeadingNul ? 0 : 1;
            _hasLeadingNul = true;
        }
        else
        {
            _output.Write("\0"u8);
        }
    }
}
