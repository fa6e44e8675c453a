// A rule of the architecture that the machine broke, as the event log has it.

using System.Globalization;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Verdicts;

/// <summary>One violation.</summary>
/// <param name="Rule">The rule: R1 to R20, docs/ARCH-CHECK.md.</param>
/// <param name="Count">How often.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Place">Function, file and line; the address when they are not known.</param>
/// <param name="Other">The second place, likewise; empty when there is none.</param>
public sealed record ArchViolation(string Rule, long Count, string Text, string Place, string Other)
{
    /// <summary>All of it in one line.</summary>
    public override string ToString() =>
        $"{Rule}, {Count.ToString(CultureInfo.InvariantCulture)} times, at {Place}{(Other.Length > 0 ? $" and {Other}" : "")}: {Text}";

    /// <summary>The violation in <paramref name="logged"/>.</summary>
    internal static ArchViolation Of(LogEvent logged)
    {
        string place = Describe(logged.Fields);
        if (logged.Fields["caller"] is JsonObject caller)
        {
            place += $", called by {Describe(caller)}";
        }

        return new ArchViolation(
            logged.Text("rule"),
            logged.Number("count") ?? 0,
            logged.Text("text"),
            place,
            logged.Fields["other"] is JsonObject other ? Describe(other) : "");
    }

    private static string Describe(JsonObject place)
        => (string?)place["function"] is { Length: > 0 } function
            ? $"{function} ({(string?)place["file"]}:{place["line"]})"
            : (string?)place["pc"] ?? "";
}
