// The console's bytes of an event log that comes in parts.

using System;
using System.IO;
using System.Text.Json;

namespace RustKernel.Hil.Events;

/// <summary>Takes an event log as it arrives, cut anywhere. Not thread-safe.</summary>
public sealed class EventLogTail
{
    // A line holds one read of a serial port: far less.
    private const int MostLine = 1 << 24;
    private readonly MemoryStream _line = new();

    /// <summary>Forgets what came: another log begins.</summary>
    public void Clear() => _line.SetLength(0);

    /// <summary>
    /// What the machine sent, by the whole lines that <paramref name="part"/> completes. Lines that are no events are passed over.
    /// </summary>
    public byte[] ConsoleOf(ReadOnlySpan<byte> part)
    {
        using MemoryStream console = new();
        while (part.Length > 0)
        {
            int end = part.IndexOf((byte)'\n');
            if (_line.Length < MostLine)
            {
                _line.Write(end < 0 ? part : part[..end]);
            }

            if (end < 0)
            {
                break;
            }

            Take(_line.GetBuffer().AsMemory(0, (int)_line.Length), console);
            _line.SetLength(0);
            part = part[(end + 1)..];
        }

        return console.ToArray();
    }

    private static void Take(ReadOnlyMemory<byte> line, MemoryStream console)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("kind", out JsonElement kind)
                && kind.ValueKind == JsonValueKind.String
                && kind.ValueEquals(EventKind.SerialReceived)
                && document.RootElement.TryGetProperty("data", out JsonElement data)
                && data.ValueKind == JsonValueKind.String
                && data.TryGetBytesFromBase64(out byte[]? bytes))
            {
                console.Write(bytes);
            }
        }
        catch (JsonException)
        {
            // Damaged: the log's reader tells of it; the console goes on.
        }
    }
}
