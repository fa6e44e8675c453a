// Options that several verbs have.

using System.CommandLine;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Defines each of them once: name, meaning, default.</summary>
internal static class SharedOptions
{
    /// <summary>--log.</summary>
    internal static Option<string?> Log() =>
        new("--log") { Description = "where event logs go (default: artifacts/runs)", HelpName = "DIR" };

    /// <summary>--suite.</summary>
    internal static Option<string> Suites() => new("--suite")
    {
        Description = "suites to run, separated by commas",
        HelpName = "A,B",
        DefaultValueFactory = _ => "all",
    };

    /// <summary>--timeout, for <see cref="Limit"/>.</summary>
    internal static Option<string?> Timeout(string run = "one run") =>
        new("--timeout") { Description = $"seconds that {run} may take (default: the board's)", HelpName = "SECONDS" };

    /// <summary>--programs.</summary>
    internal static Option<string?> Programs() => new("--programs")
    {
        Description = "the folder of the programs with their symbols (default: artifacts/services)",
        HelpName = "DIR"
    };

    /// <summary><paramref name="target"/> with the limit that was given as <paramref name="timeout"/>, or with its own.</summary>
    /// <exception cref="ConfigurationException">It is no time.</exception>
    internal static TargetDefinition Limit(TargetDefinition target, ParseResult parsed, Option<string?> timeout) =>
        parsed.GetValue(timeout) is { } seconds ? TargetOverride.Apply(target, "timeout", seconds) : target;

    /// <summary>Gives <paramref name="command"/> all of <paramref name="options"/>.</summary>
    internal static void AddOptions(this Command command, params Option[] options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }
}
