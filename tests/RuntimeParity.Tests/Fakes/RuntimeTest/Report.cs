// No metrics under .NET.

namespace RustKernel.RuntimeTest;

internal static class Report
{
    internal static void Metric(string name, long value) => _ = (name, value);
}
