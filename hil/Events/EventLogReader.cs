// Reads an event log back. Every view (console, JUnit, summary) starts here.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Events;

/// <summary>The header and the events of one log, read lazily. A last line that a crash cut off is left out and reported.</summary>
public sealed class EventLogReader
{
    // "\ud83d\ude00".
    private const int PairLength = 12;
    private static readonly Regex s_surrogates = new(
        @"(?<=(?<!\\)(?:\\\\)*)\\u"
            + @"(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|[dD][89a-fA-F][0-9a-fA-F]{2})",
        RegexOptions.CultureInvariant);

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
        if (!TryParse(reader.ReadLine() ?? "", out JsonObject? fields) || Text(fields!, "schema") != EventLogHeader.SchemaName)
        {
            throw new InvalidDataException($"{path}: not an event log: its first line is no header of {EventLogHeader.SchemaName}");
        }

        int version = fields!["version"] is JsonValue value && value.TryGetValue(out int number) ? number : 0;
        if (version is < 1 or > EventLogHeader.CurrentVersion)
        {
            throw new InvalidDataException(
                $"{path}: event log of version {version}, this program reads up to {EventLogHeader.CurrentVersion}");
        }

        string stated = Text(fields, "started");
        if (!DateTimeOffset.TryParse(stated, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset started))
        {
            throw new InvalidDataException($"{path}: event log without the time when it began");
        }

        return new EventLogReader(path, new EventLogHeader(EventLogHeader.SchemaName, version, started, Text(fields, "tool")));
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
            if (TryEvent(line, out LogEvent? logged))
            {
                yield return logged!;
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
            fields = JsonNode.Parse(Paired(line)) as JsonObject;
            // Names that come twice are found only when one is asked for.
            _ = fields?.Count;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            fields = null;
        }

        return fields is not null;
    }

    // Half of a pair is no letter, and no text can be made of it.
    private static string Paired(string line)
        => line.Contains("\\ud", StringComparison.OrdinalIgnoreCase)
            ? s_surrogates.Replace(line, found => found.Length == PairLength ? found.Value : "\\ufffd")
            : line;

    private static string Text(JsonObject fields, string name) =>
        fields[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>The event that <paramref name="line"/> holds; false when it is damaged.</summary>
    internal static bool TryEvent(string line, out LogEvent? logged)
    {
        logged = null;
        if (!TryParse(line, out JsonObject? fields) || !TryData(fields!, out byte[] data))
        {
            return false;
        }

        long time = fields!["t"] is JsonValue value && value.TryGetValue(out long number) ? number : 0;
        string kind = Text(fields, "kind");
        fields.Remove("t");
        fields.Remove("kind");
        fields.Remove("data");
        logged = new LogEvent(time, kind, fields, data);
        return true;
    }

    private static bool TryData(JsonObject fields, out byte[] data)
    {
        string text = Text(fields, "data");
        data = new byte[text.Length / 4 * 3];
        bool isText = fields["data"]?.GetValueKind() is null or JsonValueKind.String;
        bool isRight = Convert.TryFromBase64String(text, data, out int length);
        data = data[..length];
        return isText && isRight;
    }
}
