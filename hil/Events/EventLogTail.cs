// The events of a log that comes in parts.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RustKernel.Hil.Events;

/// <summary>Takes an event log as it arrives, cut anywhere. Not thread-safe.</summary>
public sealed class EventLogTail
{
    // A line holds one read of a serial port: far less.
    private const int MostLine = 1 << 24;
    private readonly MemoryStream _line = new();

    /// <summary>Forgets everything: another log starts.</summary>
    public void Clear() => _line.SetLength(0);

    /// <summary>
    /// The events whose lines <paramref name="part"/> completes. The header comes as an event without a kind; damaged lines are left out.
    /// </summary>
    public IReadOnlyList<LogEvent> Take(ReadOnlySpan<byte> part)
    {
        List<LogEvent> events = [];
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

            if (EventLogReader.TryEvent(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length), out LogEvent? logged))
            {
                events.Add(logged!);
            }

            _line.SetLength(0);
            part = part[(end + 1)..];
        }

        return events;
    }
}
