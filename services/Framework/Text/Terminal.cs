// Console as its clients see it.

using System;
using System.Text;

namespace RustKernel.Services.Text;

/// <summary>
/// The serial line of a person: text out, keys in. A Console that ended and came back is told
/// through <see cref="IsLineLost"/>.
/// </summary>
public sealed class Terminal
{
    /// <summary>The bit that tells the reader's port of keys, and of a Console that has just started.</summary>
    public const ulong KeysBit = 1;

    private const int PieceBytes = 63;
    private const int Attempts = 5;
    private uint _written;
    private uint _read;
    private readonly ConsoleClient _console = new(InitClient.PortOf("console"));

    /// <summary>The Console that was read from is not the one that was written to: it knows nothing of the line that was begun.</summary>
    public bool IsLineLost => _read > _written;

    /// <summary>Writes text. A part that Console ended with is written again.</summary>
    public ErrorCode Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes as they are. At most 63 at a time are never parted by what others write.</summary>
    public ErrorCode Write(ReadOnlySpan<byte> bytes)
    {
        ErrorCode error = ErrorCode.None;
        for (int at = 0; at < bytes.Length && error == ErrorCode.None; at += PieceBytes)
        {
            error = WritePart(bytes.Slice(at, Math.Min(bytes.Length - at, PieceBytes)));
        }

        return error;
    }

    /// <summary>Keys that were pressed; none, or no answer: empty. Does not wait for any.</summary>
    public ReadOnlySpan<byte> Read()
    {
        if (_console.Read(out byte[] keys, out uint starts) != ErrorCode.None)
        {
            return default;
        }

        _read = starts;
        return keys;
    }

    private ErrorCode WritePart(ReadOnlySpan<byte> bytes)
    {
        Result<uint> starts = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && starts.Error == ErrorCode.ServerEnded; i++)
        {
            starts = _console.Write(bytes);
        }

        // A long text is no endless loop.
        Pulse.Beat();
        _written = starts.IsOk ? starts.Value : _written;
        return starts.Error;
    }
}
