// Writes the event log. One event is one line is one write: an event reported before a crash is in the file.

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace RustKernel.Hil.Events;

/// <summary>
/// Appends events to a file and hands each to the observers, both in one order, from any thread. An observer runs
/// under the writer's lock: it must be quick and must not append.
/// </summary>
public sealed class EventLogWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly List<Action<LogEvent>> _observers = [];
    private readonly long _start;
    private long _latest;
    private bool _isClosed;
    private bool _isBroken;

    private EventLogWriter(FileStream file)
    {
        _file = file;
        // The log is no web page: quotes, plus signs and check marks stay readable.
        _json = new Utf8JsonWriter(
            _line,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _start = Stopwatch.GetTimestamp();
    }

    /// <summary>The file's path.</summary>
    public string Path => _file.Name;

    /// <summary>ns since the run's start by the monotonic clock.</summary>
    public long Nanoseconds => Stopwatch.GetElapsedTime(_start).Ticks * 100;

    /// <summary>Creates the log at <paramref name="path"/> (an existing file is replaced) and writes its header. Time 0 is now.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static EventLogWriter Create(string path, string tool)
    {
        FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        EventLogWriter log = new(file);
        log.WriteHeader(new EventLogHeader(EventLogHeader.SchemaName, EventLogHeader.CurrentVersion, DateTimeOffset.Now, tool));
        return log;
    }

    /// <summary>Calls <paramref name="observer"/> with each later event, in the file's order.</summary>
    public void Observe(Action<LogEvent> observer)
    {
        lock (_lock)
        {
            _observers.Add(observer);
        }
    }

    /// <summary>Runs <paramref name="read"/> while no event can come in between.</summary>
    public T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    /// <summary>
    /// Appends one event with the present time. Events after <see cref="Dispose"/> are dropped. When the file cannot be
    /// written any more (disk full) the observers get one <see cref="EventKind.Failure"/> event, and still receive all later events.
    /// </summary>
    /// <param name="kind">What happened; see <see cref="EventKind"/>.</param>
    /// <param name="fields">What the kind's description says.</param>
    /// <param name="data">Raw bytes, for kinds that carry them.</param>
    /// <param name="nanoseconds">When it happened, if that was earlier than now; never before the event above it.</param>
    public void Append(string kind, JsonObject fields, ReadOnlySpan<byte> data = default, long nanoseconds = long.MaxValue)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _latest = Math.Max(_latest, Math.Min(nanoseconds, Nanoseconds));
            LogEvent logged = new(_latest, kind, fields, data.ToArray());
            LogEvent? failure = TryWrite(logged);
            foreach (Action<LogEvent> observer in _observers)
            {
                observer(logged);
            }

            if (failure is null)
            {
                return;
            }

            foreach (Action<LogEvent> observer in _observers)
            {
                observer(failure);
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _json.Dispose();
            _file.Dispose();
        }
    }

    private LogEvent? TryWrite(LogEvent logged)
    {
        if (_isBroken)
        {
            return null;
        }

        try
        {
            WriteEvent(logged);
            return null;
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // .NET throws the latter when a file cannot grow further (EFBIG).
            _isBroken = true;
            JsonObject fields = new() { ["what"] = "event log", ["reason"] = $"{Path} cannot be written: {e.Message}" };
            return new LogEvent(logged.Nanoseconds, EventKind.Failure, fields, default);
        }
    }

    private void WriteHeader(EventLogHeader header)
    {
        _json.WriteStartObject();
        _json.WriteString("schema", header.Schema);
        _json.WriteNumber("version", header.Version);
        _json.WriteString("started", header.Started.ToString("O", null));
        _json.WriteString("tool", header.Tool);
        EndLine();
    }

    private void WriteEvent(LogEvent logged)
    {
        _json.WriteStartObject();
        _json.WriteNumber("t", logged.Nanoseconds);
        _json.WriteString("kind", logged.Kind);
        foreach (KeyValuePair<string, JsonNode?> field in logged.Fields)
        {
            _json.WritePropertyName(field.Key);
            if (field.Value is null)
            {
                _json.WriteNullValue();
            }
            else
            {
                field.Value.WriteTo(_json);
            }
        }

        if (logged.Data.Length > 0)
        {
            _json.WriteBase64String("data", logged.Data.Span);
        }

        EndLine();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _file.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        _json.Reset();
    }
}
