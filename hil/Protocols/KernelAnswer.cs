// What a kernel booted with test=wait says between documents. [docs/PROTOCOL.md section 3]

using System;
using System.Linq;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Recognises its prompt and its refusals wherever in a line they start. Before them there may be noise from a UART's setup, or an
/// unfinished line.
/// </summary>
internal static class KernelAnswer
{
    private const string Ready = "# ready";
    private const string UnknownCommandMark = "# unknown command: ";
    private const string UnknownSuiteMark = "# unknown suite: ";
    private const string KnownMark = " (known: ";

    /// <summary>True when <paramref name="line"/> is the prompt, with noise between, before or after its letters.</summary>
    public static bool IsReady(string line)
        => line.EndsWith(Ready, StringComparison.Ordinal) || (line.Any(IsNoise) && Clean(line).EndsWith(Ready, StringComparison.Ordinal));

    /// <summary>The command that <paramref name="line"/> refuses, as the kernel read it; null for any other line.</summary>
    public static string? UnknownCommand(string line) => Behind(line, UnknownCommandMark);

    /// <summary>The suite that <paramref name="line"/> says the kernel does not have; null for any other line.</summary>
    public static UnknownSuite? UnknownSuite(string line)
    {
        if (Behind(line, UnknownSuiteMark) is not { } answer)
        {
            return null;
        }

        int known = answer.IndexOf(KnownMark, StringComparison.Ordinal);
        return known < 0
            ? new UnknownSuite(answer, "")
            : new UnknownSuite(answer[..known], answer[(known + KnownMark.Length)..].TrimEnd(')'));
    }

    private static string? Behind(string line, string mark)
    {
        string text = line.Any(IsNoise) ? Clean(line) : line;
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : text[(at + mark.Length)..];
    }

    private static string Clean(string line) => string.Concat(line.Where(letter => !IsNoise(letter))).TrimEnd(' ');

    /// <summary>These lines are ASCII: anything else in them came from the line.</summary>
    private static bool IsNoise(char letter) => letter is < ' ' or > '~';
}
