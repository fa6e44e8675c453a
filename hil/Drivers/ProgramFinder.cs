// Finds programs.

using System;
using System.IO;

namespace RustKernel.Hil.Drivers;

/// <summary>Looks programs up as a shell would.</summary>
public static class ProgramFinder
{
    /// <summary>
    /// The path of <paramref name="program"/>: itself when it contains a slash, otherwise the first
    /// in PATH; null when there is none.
    /// </summary>
    public static string? Find(string program)
    {
        if (program.Contains('/'))
        {
            return IsExecutable(program) ? program : null;
        }

        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(folder, program);
            if (IsExecutable(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0);
    }
}
