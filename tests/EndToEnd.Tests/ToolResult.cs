using System;
using System.Linq;

namespace RustKernel.EndToEnd.Tests;

/// <summary>A process's exit code and output.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>All of it; the first line has its last words, because a list of failures shows only that.</summary>
    public override string ToString() =>
        $"exit status {ExitCode}: {LastLine(Error.Length > 0 ? Error : Output)}{Environment.NewLine}{Output}{Environment.NewLine}{Error}";

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("").Trim();
}
