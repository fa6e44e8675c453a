// Console as its clients see it.

using System;
using System.Text;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>The serial line of a person: text out, keys in. A Console that ends and comes back is told through <see cref="WasRestarted"/>.</summary>
public sealed class Terminal
{
    private const int Attempts = 5;
    private readonly Connection _console = new("console", 0);

    /// <summary>An answer was lost because Console ended; what was on the line may be incomplete. Reading it clears it.</summary>
    public bool WasRestarted { get; private set; }

    /// <summary>Forgets <see cref="WasRestarted"/>.</summary>
    public void NoteRestart() => WasRestarted = false;

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

    /// <summary>Waits for keys; their bytes are in <paramref name="keys"/> (at least 56), how many is the result. Negative: Console ended while waiting.</summary>
    public int Read(Span<byte> keys)
    {
        Message message = default;
        ErrorCode error = _console.Call((uint)ConsoleOperation.Read, ref message);
        if (error != ErrorCode.None)
        {
            WasRestarted = true;
            return -1;
        }

        int count = (int)Math.Min(message.Words[0], 56);
        MessageText.Get(in message, 1, keys.Slice(0, count));
        return count;
    }

    private ErrorCode WritePart(ReadOnlySpan<byte> bytes)
    {
        ErrorCode error = ErrorCode.InvalidState;
        for (int i = 0; i < Attempts && error == ErrorCode.InvalidState; i++)
        {
            Message message = default;
            uint words = MessageText.Put(ref message, 0, bytes);
            error = _console.Call((uint)ConsoleOperation.Write | ((uint)bytes.Length << 16), ref message, words);
            WasRestarted |= error == ErrorCode.InvalidState;
        }

        return error;
    }
}
