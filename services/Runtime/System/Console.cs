// Standard input and output where a program was started with them, else lines on the kernel's console.

using RustKernel.Runtime;

namespace System;

public static class Console
{
    public static void Write(string? value)
    {
        if (StandardStreams.Current is StandardStreams streams)
        {
            streams.Write(value);
        }
        else
        {
            DebugOutput.Write(value);
        }
    }

    public static string? ReadLine() => StandardStreams.Current?.ReadLine();

    public static void WriteLine() => Write("\n");

    // One call where it fits: lines of two processes are not mixed.
    public static void WriteLine(string? value) => Write(value + "\n");

    public static void WriteLine(object? value) => WriteLine(value?.ToString());

    public static void WriteLine(int value) => WriteLine(value.ToString());
}
