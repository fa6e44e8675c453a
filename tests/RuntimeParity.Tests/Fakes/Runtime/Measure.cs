// Costs exist only on the target: under .NET nothing is counted.

namespace RustKernel.Runtime;

internal static class Measure
{
    internal static ulong Instructions() => 0;
}
