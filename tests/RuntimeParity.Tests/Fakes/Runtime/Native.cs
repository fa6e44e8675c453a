// The runtime's assembly for the unwinder, over an image in the test's memory.

namespace RustKernel.Runtime;

internal static unsafe class Native
{
    internal static byte* Start { get; set; }

    internal static byte* End { get; set; }

    internal static byte* Table { get; set; }

    internal static byte* ImageStart() => Start;

    internal static byte* ImageEnd() => End;

    internal static byte* UnwindTable() => Table;

    internal static void FailFast() => throw new System.InvalidOperationException("FailFast");

    // No handler runs here.
    internal static ulong FuncletReturn() => 0;
}
