using System;

namespace RustKernel.EndToEnd.Tests;

/// <summary>What a process left behind.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit status {ExitCode}{Environment.NewLine}{Output}{Environment.NewLine}{Error}";
}
