// The machine's text without its frames.

using System;
using System.Collections.Generic;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Strategies;

/// <summary>Takes frames out of what the machine sends; what only looks like one at its beginning is text after all.</summary>
public sealed class FrameFilter
{
    private const byte Flag = (byte)'~';
    private readonly FrameReader _reader = new();
    private readonly List<byte> _held = [];
    private bool _isAfterFrame;

    /// <summary>Called for each frame.</summary>
    public Action<FrameReader>? Frame { get; init; }

    /// <summary>The text in <paramref name="bytes"/>, and what of earlier ones was no frame.</summary>
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
        // The end of the line that follows a frame is its own.
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
            Frame?.Invoke(_reader);
        }
        else if (_held.Count > 1 && (value is Flag or < (byte)' ' || IsText() || _held.Count > BlockFrame.MostBytes))
        {
            // No frame, but its last byte may begin one.
            text.AddRange(_held[..^1]);
            _held.RemoveRange(0, _held.Count - 1);
            if (value != Flag)
            {
                text.Add(value);
                _held.Clear();
            }
        }
    }

    private bool IsText() => _held.Count == 2 && (FrameKind)_held[1] is not (FrameKind.Acknowledge or FrameKind.Accepted
        or FrameKind.Refused or FrameKind.Ended or FrameKind.Taken);
}
