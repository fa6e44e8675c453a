// Numbers of a test, as diagnostics: the counter counts only when the machine counts instructions.

using System;

namespace RustKernel.RuntimeTest;

internal static class Report
{
    internal static void Metric(string name, long value) => Console.WriteLine($"  # {name}={value} instructions");
}
