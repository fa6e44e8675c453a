// Standard input and output, if the program was started with them; else lines on the kernel's console.

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

    // One call if it fits, so that lines of two processes do not mix.
    public static void WriteLine(string? value) => Write(value + "\n");

    public static void WriteLine(object? value) => WriteLine(value?.ToString());

    public static void WriteLine(int value) => WriteLine(value.ToString());

    public static void WriteLine(bool value) => WriteLine(value.ToString());

    public static void WriteLine(char value) => WriteLine(value.ToString());

    public static void WriteLine(char[]? buffer) => WriteLine(new string(buffer));

    public static void WriteLine(uint value) => WriteLine(value.ToString());

    public static void WriteLine(long value) => WriteLine(value.ToString());

    public static void WriteLine(ulong value) => WriteLine(value.ToString());

    public static void WriteLine(float value) => WriteLine(value.ToString());

    public static void WriteLine(double value) => WriteLine(value.ToString());

    public static void WriteLine(decimal value) => WriteLine(value.ToString());

    public static void WriteLine(string format, object? arg0) => WriteLine(string.Format(format, arg0));

    public static void WriteLine(string format, object? arg0, object? arg1) => WriteLine(string.Format(format, arg0, arg1));

    public static void WriteLine(string format, object? arg0, object? arg1, object? arg2) =>
        WriteLine(string.Format(format, arg0, arg1, arg2));

    public static void WriteLine(string format, params object?[]? arg) => WriteLine(string.Format(format, arg ?? [null]));

    public static void Write(object? value) => Write(value?.ToString());

    public static void Write(int value) => Write(value.ToString());

    public static void Write(bool value) => Write(value.ToString());

    public static void Write(char value) => Write(value.ToString());

    public static void Write(char[]? buffer) => Write(new string(buffer));

    public static void Write(long value) => Write(value.ToString());

    public static void Write(ulong value) => Write(value.ToString());

    public static void Write(double value) => Write(value.ToString());

    public static void Write(decimal value) => Write(value.ToString());

    public static void Write(string format, object? arg0) => Write(string.Format(format, arg0));

    public static void Write(string format, object? arg0, object? arg1) => Write(string.Format(format, arg0, arg1));

    public static void Write(string format, params object?[]? arg) => Write(string.Format(format, arg ?? [null]));
}
