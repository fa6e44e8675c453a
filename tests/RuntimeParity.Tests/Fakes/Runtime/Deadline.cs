// A deadline; the tests know one.

namespace RustKernel.Runtime;

internal readonly struct Deadline
{
    internal static Deadline Never => default;

    internal bool IsNever => true;
}
