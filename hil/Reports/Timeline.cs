// The events of a run apart from its console, in words.

using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Reports;

/// <summary>Collects events for people. Bounded: of very many events, the first and the last are kept.</summary>
public sealed class Timeline
{
    private const int MostFirst = 300;
    private const int MostLast = 100;
    private static readonly HashSet<string> s_left = [
        EventKind.RunStart,
        EventKind.Environment,
        EventKind.SerialReceived,
        EventKind.Verdict,
        EventKind.Figure,
        EventKind.Meter
    ];
    private readonly List<TimelineEntry> _first = [];
    private readonly Queue<TimelineEntry> _last = new();

    /// <summary>How many entries between the first and the last are left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The entries in order.</summary>
    public IReadOnlyList<TimelineEntry> Entries => [.. _first, .. _last];

    /// <summary>The states entered, with the time of each; the first is where power came on.</summary>
    public IReadOnlyList<TimelineEntry> States => [.. Entries.Where(entry => entry.Kind == EventKind.State)];

    /// <summary>Takes one event.</summary>
    public void Take(LogEvent logged)
    {
        if (s_left.Contains(logged.Kind))
        {
            return;
        }

        TimelineEntry entry = new(logged.Nanoseconds, logged.Kind, Describe(logged));
        if (_first.Count < MostFirst)
        {
            _first.Add(entry);
            return;
        }

        _last.Enqueue(entry);
        if (_last.Count <= MostLast)
        {
            return;
        }

        _last.Dequeue();
        LeftOut++;
    }

    private static string Describe(LogEvent logged) => logged.Kind switch
    {
        EventKind.State => logged.Text("state"),
        EventKind.Power => $"power {logged.Text("state")}, by {logged.Text("by")}",
        EventKind.SerialSent => $"sent: {Consoles.ConsoleText.Of(logged.Data.Span)}",
        EventKind.SerialClosed => "the serial line was closed by the other end",
        EventKind.ProcessStart => string.Join(' ', logged.Texts("command")),
        EventKind.ProcessOutput => $"{logged.Text("name")}: {logged.Text("text")}",
        EventKind.ProcessExit =>
            logged.Number("signal") is { } signal
                ? $"{logged.Text("name")} killed by signal {signal}"
                : $"{logged.Text("name")} ended with status {logged.Text("code")}",
        EventKind.Emulator => $"{logged.Text("event")} {(string?)logged.Fields["detail"]?["reason"]}".TrimEnd(),
        EventKind.Limit => $"{logged.Text("name")}, {logged.Text("amount")}: {logged.Text("detail")}",
        EventKind.Failure => $"{logged.Text("what")}: {logged.Text("reason")}",
        EventKind.Interrupt => logged.Text("reason"),
        _ => string.Join(", ", logged.Fields.Select(Field)),
    };

    private static string Field(KeyValuePair<string, JsonNode?> field)
        => $"{field.Key} {(field.Value is JsonValue value && value.TryGetValue(out string? text) ? text : field.Value?.ToJsonString())}";
}
