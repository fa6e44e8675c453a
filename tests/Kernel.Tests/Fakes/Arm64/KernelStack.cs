// A stack of pairs from a test.

using System.Collections.Generic;

namespace RustKernel.Arm64;

internal static class KernelStack
{
    internal static Dictionary<ulong, ulong> Words { get; } = [];

    internal static bool TryRead64(ulong address, out ulong value) => Words.TryGetValue(address, out value);
}
