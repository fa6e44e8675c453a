// The other end of a program's input: frames, one after the other.

using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>Sends a piece again and again until the program has it. No clock but the caller's.</summary>
public sealed class InputSender(long silenceMilliseconds)
{
    private readonly byte[] _frame = new byte[BlockFrame.MostBytes];
    private int _length;
    private uint _sent;
    private uint _wanted;
    private long _saidAt = long.MinValue;

    /// <summary>The program has all that was given.</summary>
    public bool IsTaken => _sent == _wanted;

    /// <summary>The next bytes of the input; none: its end. <see cref="IsTaken"/> holds.</summary>
    public void Give(ReadOnlySpan<byte> bytes)
    {
        _length = BlockFrame.Write(_frame, FrameKind.Input, 0, _sent, bytes);

        // The end counts as one.
        _wanted = _sent + (uint)Math.Max(1, bytes.Length);
        _saidAt = long.MinValue;
    }

    /// <summary>A frame came from the machine.</summary>
    public void Hear(FrameReader frame)
    {
        if (frame.Kind == FrameKind.Taken && frame.Sequence == _wanted)
        {
            _sent = _wanted;
        }
    }

    /// <summary>What is to be sent at <paramref name="now"/>, in milliseconds; empty: nothing.</summary>
    public ReadOnlySpan<byte> Next(long now)
    {
        if (IsTaken || (_saidAt != long.MinValue && now - _saidAt < silenceMilliseconds))
        {
            return default;
        }

        _saidAt = now;
        return _frame.AsSpan(0, _length);
    }
}
