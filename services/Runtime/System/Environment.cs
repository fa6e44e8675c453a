// The process's surroundings.

namespace System;

public static class Environment
{
    public static string NewLine => "\n";

    /// <summary>Milliseconds of the machine's counter.</summary>
    public static long TickCount64 => (long)(Diagnostics.Stopwatch.GetTimestamp() / (Diagnostics.Stopwatch.Frequency / 1000.0));

    public static int TickCount => (int)TickCount64;

    public static int CurrentManagedThreadId => Threading.Thread.CurrentThread.ManagedThreadId;

    /// <summary>The CPUs of the machine that run threads.</summary>
    public static int ProcessorCount => (int)RustKernel.User.Kernel.SystemInfo(RustKernel.SystemItem.CpuCount);

    public static bool Is64BitProcess => true;

    public static bool Is64BitOperatingSystem => true;

    public static void Exit(int exitCode) => RustKernel.Runtime.Exceptions.Exit((ulong)(uint)exitCode);

    public static void FailFast(string? message)
    {
        RustKernel.Runtime.DebugOutput.Write(message);
        RustKernel.Runtime.DebugOutput.Write("\n"u8);
        RustKernel.Runtime.Native.FailFast();
    }
}
