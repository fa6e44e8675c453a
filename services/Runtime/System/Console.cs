// Lines on the kernel's console, until a Console service is given.

namespace System;

public static class Console
{
    public static void Write(string? value) => RustKernel.Runtime.DebugOutput.Write(value);

    public static void WriteLine() => Write("\n");

    // One call where it fits: lines of two processes are not mixed.
    public static void WriteLine(string? value) => Write(value + "\n");

    public static void WriteLine(object? value) => WriteLine(value?.ToString());

    public static void WriteLine(int value) => WriteLine(value.ToString());
}
