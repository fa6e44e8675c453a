using System;
using System.Runtime.CompilerServices;

namespace RustKernel.Services.Tester;

/// <summary>Checks of a test; the first that fails gives the exit code, its line.</summary>
internal static class Check
{
    /// <summary>0, or the line of the first check that failed.</summary>
    internal static ulong ExitCode { get; private set; }

    /// <summary>The condition must hold.</summary>
    internal static void That(bool isSo, [CallerLineNumber] int line = 0)
    {
        if (!isSo)
        {
            Fail($"line {line}", line);
        }
    }

    /// <summary>They must be equal.</summary>
    internal static void Equal(ulong expected, ulong actual, [CallerLineNumber] int line = 0)
    {
        if (expected != actual)
        {
            Fail($"line {line}: expected {expected}, was {actual}", line);
        }
    }

    /// <summary>The call must succeed.</summary>
    internal static void Ok(ErrorCode error, [CallerLineNumber] int line = 0) => Equal(0, (ulong)error, line);

    /// <summary>Skips the test, unless a check failed before.</summary>
    internal static void Skip(TestSkip reason) => ExitCode = ExitCode == 0 ? (ulong)reason : ExitCode;

    private static void Fail(string text, int line)
    {
        Console.WriteLine($"  # tester: {text}");
        ExitCode = ExitCode == 0 ? (ulong)line : ExitCode;
    }
}
