// The process's surroundings.

namespace System;

public static class Environment
{
    public static string NewLine => "\n";

    public static void Exit(int exitCode) => RustKernel.Runtime.Exceptions.Exit((ulong)(uint)exitCode);

    public static void FailFast(string? message)
    {
        RustKernel.Runtime.DebugOutput.Write(message);
        RustKernel.Runtime.DebugOutput.Write("\n"u8);
        RustKernel.Runtime.Native.FailFast();
    }
}
