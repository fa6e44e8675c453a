using System.Runtime.CompilerServices;

namespace RustKernel.User.SelfTest;

/// <summary>
/// Checks of one test: the line of the first that failed becomes the exit code. One test runs in a process, so this is static.
/// </summary>
internal static class Checks
{
    private static ulong s_failedLine;

    /// <summary>0, or where the first check failed.</summary>
    internal static ulong ExitCode => s_failedLine;

    /// <summary>Notes the caller's line if <paramref name="condition"/> is false.</summary>
    internal static bool That(bool condition, [CallerLineNumber] int line = 0)
    {
        if (!condition && s_failedLine == 0)
        {
            s_failedLine = (ulong)line;
        }

        return condition;
    }

    /// <summary>Notes the caller's line and both values if they differ.</summary>
    internal static bool Equal(ulong expected, ulong actual, [CallerLineNumber] int line = 0)
    {
        if (expected == actual)
        {
            return true;
        }

        if (s_failedLine == 0)
        {
            s_failedLine = (ulong)line;
            Output.Mismatch((ulong)line, expected, actual);
        }

        return false;
    }

    /// <summary>Notes the caller's line if there was an error.</summary>
    internal static bool Ok(ErrorCode error, [CallerLineNumber] int line = 0) => Equal(0, (ulong)error, line);

    /// <summary>Notes the caller's line if the error is not the expected one.</summary>
    internal static bool Error(ErrorCode expected, ErrorCode error, [CallerLineNumber] int line = 0) =>
        Equal((ulong)expected, (ulong)error, line);
}
