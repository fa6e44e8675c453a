// A test's checks: the line of the first failed check becomes the exit code.

using System;
using System.Runtime.CompilerServices;

namespace RustKernel.RuntimeTest;

internal static class Checks
{
    private static int s_failedLine;

    internal static ulong ExitCode => (ulong)s_failedLine;

    internal static void That(bool condition, [CallerLineNumber] int line = 0)
    {
        if (!condition && s_failedLine == 0)
        {
            s_failedLine = line;
            Console.WriteLine($"  # line {line}: not so");
        }
    }

    internal static void Equal<T>(T expected, T actual, [CallerLineNumber] int line = 0)
    {
        if (!System.Collections.Generic.EqualityComparer<T>.Default.Equals(expected, actual) && s_failedLine == 0)
        {
            s_failedLine = line;
            Console.WriteLine($"  # line {line}: expected {expected}, was {actual}");
        }
    }

    internal static void AtMost(long limit, long actual, [CallerLineNumber] int line = 0)
    {
        if (actual > limit && s_failedLine == 0)
        {
            s_failedLine = line;
            Console.WriteLine($"  # line {line}: at most {limit}, was {actual}");
        }
    }
}
