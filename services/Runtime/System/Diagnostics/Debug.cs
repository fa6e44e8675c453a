// Checks and lines of a debug build (DEBUG); lines go to the console.

namespace System.Diagnostics;

public static class Debug
{
    [Conditional("DEBUG")]
    public static void Assert(bool condition) => Assert(condition, "");

    [Conditional("DEBUG")]
    public static void Assert(bool condition, string? message)
    {
        if (!condition)
        {
            Fail(message);
        }
    }

    [Conditional("DEBUG")]
    public static void Fail(string? message) => Environment.FailFast("Debug.Assert failed: " + message);

    [Conditional("DEBUG")]
    public static void Write(string? message) => Console.Write(message);

    [Conditional("DEBUG")]
    public static void WriteLine(string? message) => Console.WriteLine(message);

    [Conditional("DEBUG")]
    public static void WriteLine(object? value) => Console.WriteLine(value?.ToString());

    [Conditional("DEBUG")]
    public static void WriteIf(bool condition, string? message) => Console.Write(condition ? message : null);

    [Conditional("DEBUG")]
    public static void WriteLineIf(bool condition, string? message)
    {
        if (condition)
        {
            Console.WriteLine(message);
        }
    }
}
