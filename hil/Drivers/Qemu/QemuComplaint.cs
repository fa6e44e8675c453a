// What of QEMU's words is the reason.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>QEMU and its dynamic linker write warnings before, and hints behind, the line that says why they end.</summary>
public static class QemuComplaint
{
    private static readonly string[] s_hints = ["Use -", "Try ", "Use '", "usage:", "info:"];

    /// <summary>
    /// The reason among <paramref name="lines"/> of standard error, with a hint behind it; empty
    /// when there are no lines.
    /// </summary>
    public static string Cause(IReadOnlyList<string> lines)
    {
        string[] said = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];
        int at = Array.FindIndex(said, line => !IsWarning(line) && !IsHint(line));
        if (at < 0)
        {
            return said.Length > 0 ? said[^1] : "";
        }

        return at + 1 < said.Length && IsHint(said[at + 1]) ? $"{said[at]} ({said[at + 1]})" : said[at];
    }

    private static bool IsWarning(string line) => line.Contains("warning:", StringComparison.OrdinalIgnoreCase);

    private static bool IsHint(string line) => s_hints.Any(hint => line.StartsWith(hint, StringComparison.Ordinal));
}
