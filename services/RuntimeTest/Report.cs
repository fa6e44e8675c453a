// A test's numbers, as diagnostics: the counter works only if the machine counts instructions.

using System;

namespace RustKernel.RuntimeTest;

internal static class Report
{
    internal static void Metric(string name, long value) => Console.WriteLine($"  # {name}={value} instructions");
}
