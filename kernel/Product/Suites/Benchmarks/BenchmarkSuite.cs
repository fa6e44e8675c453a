// Replaces kernel/Suites/Benchmarks: reports a requested benchmark as missing.

using System;
using RustKernel.Diagnostics;

namespace RustKernel.Suites.Benchmarks;

/// <summary>Start-up calls it for the benchmarks of the command line.</summary>
internal static class BenchmarkSuite
{
    /// <summary>Reports that this image has none; false.</summary>
    internal static bool TrySelect(ReadOnlySpan<byte> names)
    {
        KernelConsole.Write("bench: this image has no benchmarks; asked for: "u8);
        KernelConsole.WriteForeign(names);
        KernelConsole.Write("\n"u8);
        return false;
    }
}
