using System;

namespace RustKernel.Services.Shell.Blocks;

/// <summary>
/// The other end of a program's input: sends one piece after the other, each repeatedly until the program has it. The caller supplies the
/// time.
/// </summary>
public sealed class InputSender(long silenceMilliseconds)
{
    private readonly byte[] _frame = new byte[BlockFrame.MostBytes];
    private int _length;
    private uint _sent;
    private uint _wanted;
    private long _saidAt = long.MinValue;

    /// <summary>The program has taken everything given.</summary>
    public bool IsTaken => _sent == _wanted;

    /// <summary>Gives the next bytes of the input; empty: its end. Only when <see cref="IsTaken"/>.</summary>
    public void Give(ReadOnlySpan<byte> bytes)
    {
        _length = BlockFrame.Write(_frame, FrameKind.Input, 0, _sent, bytes);

        // The end counts as one.
        _wanted = _sent + (uint)Math.Max(1, bytes.Length);
        _saidAt = long.MinValue;
    }

    /// <summary>Takes a frame from the machine.</summary>
    public void Hear(FrameReader frame)
    {
        if (frame.Kind == FrameKind.Taken && frame.Sequence == _wanted)
        {
            _sent = _wanted;
        }
    }

    /// <summary>The bytes to send at <paramref name="now"/>, in milliseconds; empty if none.</summary>
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
