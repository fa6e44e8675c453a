// Console as its clients see it.

using System;
using System.Text;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// The serial line of a person: text out, keys in. A Console that ended and came back is told
/// through <see cref="IsLineLost"/>.
/// </summary>
public sealed class Terminal
{
    /// <summary>The bit that tells the reader's port of keys, and of a Console that has just started.</summary>
    public const ulong KeysBit = 1;

    private const int Attempts = 5;
    private ulong _written;
    private ulong _read;
    private readonly Connection _console = new("console", 0);

    /// <summary>The Console that was read from is not the one that was written to: it knows nothing of the line that was begun.</summary>
    public bool IsLineLost => _read > _written;

    /// <summary>Writes text. A part that Console ended with is written again.</summary>
    public ErrorCode Write(string text)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
        ErrorCode error = ErrorCode.None;
        for (int at = 0; at < bytes.Length && error == ErrorCode.None; at += MessageText.MaximumBytes)
        {
            error = WritePart(bytes.Slice(at, Math.Min(bytes.Length - at, MessageText.MaximumBytes)));
        }

        return error;
    }

    /// <summary>
    /// Keys that were pressed; their bytes are in <paramref name="keys"/> (at least 56), how many
    /// is the result. Does not wait for any.
    /// </summary>
    public int Read(Span<byte> keys)
    {
        Message message = default;
        ErrorCode error = _console.Call((uint)ConsoleOperation.Read, ref message);
        if (error != ErrorCode.None)
        {
            return 0;
        }

        _read = message.Words[0] >> 32;
        int count = (int)Math.Min(message.Words[0] & uint.MaxValue, 56);
        MessageText.Get(in message, 1, keys.Slice(0, count));
        return count;
    }

    private ErrorCode WritePart(ReadOnlySpan<byte> bytes)
    {
        ErrorCode error = ErrorCode.InvalidState;
        Message message = default;
        for (int i = 0; i < Attempts && error == ErrorCode.InvalidState; i++)
        {
            message = default;
            uint words = MessageText.Put(ref message, 0, bytes);
            error = _console.Call((uint)ConsoleOperation.Write | ((uint)bytes.Length << 16), ref message, words);
        }

        // A long text is no endless loop.
        Pulse.Beat();
        _written = error == ErrorCode.None ? message.Words[0] : _written;
        return error;
    }
}
