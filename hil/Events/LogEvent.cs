// One event of a run.

using System;
using System.Text.Json.Nodes;

namespace RustKernel.Hil.Events;

/// <summary>One line of the event log after the header.</summary>
/// <param name="Nanoseconds">Monotonic time since the run's start, ns; never falls within a log.</param>
/// <param name="Kind">What happened; see <see cref="EventKind"/>. Readers ignore kinds they do not know.</param>
/// <param name="Fields">What the kind's description says, without time, kind and data.</param>
/// <param name="Data">Raw bytes, for kinds that carry them; empty otherwise.</param>
public sealed record LogEvent(long Nanoseconds, string Kind, JsonObject Fields, ReadOnlyMemory<byte> Data)
{
    /// <summary>The field <paramref name="name"/> as text; empty when it is missing or null.</summary>
    public string Text(string name) =>
        Fields[name]?.GetValueKind() == System.Text.Json.JsonValueKind.String
            ? Fields[name]!.GetValue<string>()
            : Fields[name]?.ToJsonString() ?? "";

    /// <summary>The field <paramref name="name"/> as an integer; null when it is missing or no integer.</summary>
    public long? Number(string name)
    {
        if (Fields[name] is not JsonValue value)
        {
            return null;
        }

        if (value.TryGetValue(out long number))
        {
            return number;
        }

        return value.TryGetValue(out int small) ? small : null;
    }

    /// <summary>The field <paramref name="name"/> as a list of texts; empty when it is missing.</summary>
    public string[] Texts(string name)
        => Fields[name] is JsonArray array ? Array.ConvertAll([.. array], TextOf) : [];

    private static string TextOf(JsonNode? item) => item is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
