// --expect, for verbs that look at a machine.

using System;
using System.CommandLine;
using System.Linq;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli;

/// <summary>What the machine may do without failing the verb.</summary>
internal static class ExpectOption
{
    /// <summary>The option.</summary>
    public static Option<string?> Create() =>
        new("--expect")
        {
            Description = $"what the machine may do without failing: {string.Join(", ", Tolerances.Words)}",
            HelpName = "A,B"
        };

    /// <summary>What <paramref name="option"/> names.</summary>
    /// <exception cref="ConfigurationException">A word names nothing.</exception>
    public static Tolerance Of(ParseResult parsed, Option<string?> option)
        => (parsed.GetValue(option) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Aggregate(
            Tolerance.None,
            (all, word) => Tolerances.Parse(word) is not Tolerance.None and Tolerance value
                ? all | value
                : throw new ConfigurationException($"--expect: \"{word}\" is nothing to expect: {string.Join(", ", Tolerances.Words)}"));
}
