// --wait, which several verbs have.

using System;
using System.CommandLine;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>How long to wait for a board that is in use.</summary>
internal static class WaitOption
{
    private const int Longest = 86400;

    /// <summary>The option.</summary>
    public static Option<int> Create()
        => new("--wait")
        {
            Description = "seconds to wait in line for a board that is in use",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 600
        };

    /// <summary>Its value.</summary>
    /// <exception cref="ConfigurationException">It is no time.</exception>
    public static TimeSpan Of(ParseResult parsed, Option<int> option)
        => parsed.GetValue(option) is >= 0 and <= Longest and int seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ConfigurationException($"--wait is a number of seconds from 0 to {Longest}");
}
