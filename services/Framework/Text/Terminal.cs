using System;
using System.Text;

namespace RustKernel.Services.Text;

/// <summary>
/// A person's serial line, as clients of Console see it: text out, keys in. After a restart of Console, <see cref="IsLineLost"/> is true.
/// </summary>
public sealed class Terminal
{
    /// <summary>The bit that Console sets at the reader's port when there are keys, and when Console has just started.</summary>
    public const ulong KeysBit = 1;

    private const int PieceBytes = 63;
    private const int Attempts = 5;
    private uint _written;
    private uint _read;
    private readonly ConsoleClient _console = new(InitClient.PortOf("console"));

    /// <summary>Console was restarted between the last write and the last read: it does not know the line begun before.</summary>
    public bool IsLineLost => _read > _written;

    /// <summary>Writes text. If Console ends during a part, that part is written again.</summary>
    public ErrorCode Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes as they are. Output of others never splits a write of up to 63 bytes.</summary>
    public ErrorCode Write(ReadOnlySpan<byte> bytes)
    {
        ErrorCode error = ErrorCode.None;
        for (int at = 0; at < bytes.Length && error == ErrorCode.None; at += PieceBytes)
        {
            error = WritePart(bytes.Slice(at, Math.Min(bytes.Length - at, PieceBytes)));
        }

        return error;
    }

    /// <summary>Keys that were pressed; empty: none, or no answer. Does not wait for keys.</summary>
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

        // Writing a long text is not an endless loop.
        Pulse.Beat();
        _written = starts.IsOk ? starts.Value : _written;
        return starts.Error;
    }
}
