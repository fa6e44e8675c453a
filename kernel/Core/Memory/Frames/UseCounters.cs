// Counters for every FrameUse, inside the structure that has them.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Frames;

/// <summary>One <see cref="UseCounter"/> per <see cref="FrameUse"/>, indexed by its number.</summary>
[InlineArray(Count)]
public struct UseCounters
{
    /// <summary>Number of values of <see cref="FrameUse"/>.</summary>
    public const int Count = 12;

    private UseCounter _first;
}
