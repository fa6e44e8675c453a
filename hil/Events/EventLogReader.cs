// Reads an event log back. Every view (console, JUnit, summary) starts here.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RustKernel.Hil.Events;

/// <summary>The header and the events of one log, read lazily. A last line that was cut by a crash is left out and said so.</summary>
public sealed class EventLogReader
{
    private readonly string _path;

    private EventLogReader(string path, EventLogHeader header)
    {
        _path = path;
        Header = header;
    }

    /// <summary>The log's first line.</summary>
    public EventLogHeader Header { get; }

    /// <summary>True when <see cref="Events"/> met a last line that was cut.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Opens the log at <paramref name="path"/> and checks its header.</summary>
    /// <exception cref="InvalidDataException">The file is no event log, or of a newer version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EventLogReader Open(string path)
    {
        using StreamReader reader = new(path);
        if (!TryParse(reader.ReadLine() ?? "", out JsonObject? fields) || (string?)fields!["schema"] != EventLogHeader.SchemaName)
        {
            throw new InvalidDataException($"{path}: not an event log: its first line is no header of {EventLogHeader.SchemaName}");
        }

        int version = (int?)fields["version"] ?? 0;
        if (version is < 1 or > EventLogHeader.CurrentVersion)
        {
            throw new InvalidDataException(
                $"{path}: event log of version {version}, this program reads up to {EventLogHeader.CurrentVersion}");
        }

        DateTimeOffset started = DateTimeOffset.Parse((string?)fields["started"] ?? "", CultureInfo.InvariantCulture);
        return new EventLogReader(path, new EventLogHeader(EventLogHeader.SchemaName, version, started, (string?)fields["tool"] ?? ""));
    }

    /// <summary>The events in the order of the file.</summary>
    /// <exception cref="InvalidDataException">A line other than the last is no event.</exception>
    public IEnumerable<LogEvent> Events()
    {
        using StreamReader reader = new(_path);
        reader.ReadLine();
        long number = 1;
        for (string? line = reader.ReadLine(); line is not null; line = reader.ReadLine())
        {
            number++;
            if (TryParse(line, out JsonObject? fields))
            {
                yield return ToEvent(fields!);
                continue;
            }

            if (reader.ReadLine() is not null)
            {
                throw new InvalidDataException($"{_path}:{number}: not an event");
            }

            IsTruncated = true;
        }
    }

    private static bool TryParse(string line, out JsonObject? fields)
    {
        try
        {
            fields = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            fields = null;
        }

        return fields is not null;
    }

    private static LogEvent ToEvent(JsonObject fields)
    {
        long time = (long?)fields["t"] ?? 0;
        string kind = (string?)fields["kind"] ?? "";
        byte[] data = fields["data"] is JsonValue value ? Convert.FromBase64String(value.GetValue<string>()) : [];
        fields.Remove("t");
        fields.Remove("kind");
        fields.Remove("data");
        return new LogEvent(time, kind, fields, data);
    }
}
