// The machine's text without its frames.

using System;
using System.Collections.Generic;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Strategies;

/// <summary>Removes frames from the machine's text. Text that only starts like a frame stays text.</summary>
public sealed class FrameFilter
{
    private const byte Flag = (byte)'~';
    private const byte Escape = 0x1B;
    private readonly FrameReader _reader = new();
    private readonly List<byte> _held = [];
    private bool _isAfterFrame;
    private uint _written;

    /// <summary>Called for each frame except those with a program's output.</summary>
    public Action<FrameReader>? Frame { get; init; }

    /// <summary>Called with a program's output, each byte once. Null: the output is part of the text, as a terminal shows it.</summary>
    public Action<byte[]>? Output { get; init; }

    /// <summary>Bytes of a program's output that are missing.</summary>
    public long Lost { get; private set; }

    /// <summary>The text in <paramref name="bytes"/>, and the part of earlier ones that was no frame after all.</summary>
    public byte[] Take(ReadOnlySpan<byte> bytes)
    {
        List<byte> text = [];
        foreach (byte value in bytes)
        {
            Take(value, text);
        }

        return [.. text];
    }

    private void Take(byte value, List<byte> text)
    {
        // The line end after a frame belongs to it.
        if (_isAfterFrame && value is (byte)'\r' or (byte)'\n')
        {
            _isAfterFrame = value == (byte)'\r';
            return;
        }

        _isAfterFrame = false;
        if (_held.Count == 0 && value != Flag)
        {
            text.Add(value);
            return;
        }

        _held.Add(value);
        if (_reader.Feed(value))
        {
            _held.Clear();
            _isAfterFrame = true;
            TakeFrame(text);
        }
        else if (IsParted(value, text))
        {
            return;
        }
        else if (_held.Count > 1 && (value is Flag or < (byte)' ' || HasReturn || IsText() || _held.Count > BlockFrame.MostBytes))
        {
            // No frame, but its last byte may start one.
            text.AddRange(_held[..^1]);
            _held.RemoveRange(0, _held.Count - 1);
            if (value != Flag)
            {
                text.Add(value);
                _held.Clear();
            }
        }
    }

    private void TakeFrame(List<byte> text)
    {
        if (_reader.Kind == FrameKind.Output)
        {
            TakeOutput(text);
            return;
        }

        if (_reader.Kind == FrameKind.Ended)
        {
            // The next program begins again.
            Lost += _reader.Sequence > _written ? _reader.Sequence - _written : 0;
            _written = 0;
        }

        Frame?.Invoke(_reader);
    }

    private void TakeOutput(List<byte> text)
    {
        byte[] bytes = _reader.Payload.ToArray();
        uint from = _reader.Sequence;
        bool isNew = from >= _written;
        Lost += isNew ? from - _written : 0;
        _written = isNew ? from + (uint)bytes.Length : _written;
        if (Output is null)
        {
            foreach (byte value in bytes)
            {
                text.AddRange(value == (byte)'\n' ? "\r\n"u8 : [value]);
            }

        }
        else if (isNew)
        {
            Output(bytes);
        }
    }

    // Console inserts a line: it goes to the left, clears the line, and later writes the unfinished line again.
    private bool IsParted(byte value, List<byte> text)
    {
        bool isOutput = _held.Count > 2 && (FrameKind)_held[1] == FrameKind.Output;
        if (isOutput && HasReturn && value == Escape)
        {
            text.AddRange((ReadOnlySpan<byte>)[(byte)'\r', Escape]);
            _held.Clear();
            return true;
        }

        return isOutput && value == (byte)'\r' && !HasReturn;
    }

    private bool HasReturn => _held.Count > 2 && _held[^2] == (byte)'\r';

    private bool IsText() => _held.Count == 2 && (FrameKind)_held[1] is not (FrameKind.Acknowledge or FrameKind.Accepted
        or FrameKind.Refused or FrameKind.Output or FrameKind.Ended or FrameKind.Taken);
}
