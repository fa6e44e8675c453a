// A program's output and exit status.

using System;
using System.Text;

namespace RustKernel.Hil.Programs;

/// <summary>How a program ended and what it wrote.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">Its standard output; empty when the caller's reader took it.</param>
/// <param name="Errors">Its standard error, trimmed.</param>
public sealed record ProgramAnswer(int ExitCode, ReadOnlyMemory<byte> Output, string Errors)
{
    /// <summary>The standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span);

    /// <summary>The last line of the standard error, else <paramref name="fallback"/>.</summary>
    public string LastError(string fallback)
    {
        string[] lines = Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 ? lines[^1] : fallback;
    }
}
