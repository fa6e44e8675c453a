// A snapshot of the frame allocator's counters.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Frames;

/// <summary>Counters of frames (4 KiB each), exact at the moment they were read; reading costs the same whatever the RAM.</summary>
public struct FrameStatistics
{
    /// <summary>Frames in all banks.</summary>
    public ulong TotalFrames;

    /// <summary>Frames that can be allocated now.</summary>
    public ulong FreeFrames;

    /// <summary>Frames taken out at start-up: reservations and the allocator's own bitmaps.</summary>
    public ulong ReservedFrames;

    /// <summary>The least there ever was of <see cref="FreeFrames"/> since start-up (low-water mark).</summary>
    public ulong LowestFreeFrames;

    /// <summary>Frames by use, reserved ones included; sums up to total minus free.</summary>
    public UseCounters Uses;

    /// <summary>Frames allocated since start-up and not yet given back.</summary>
    public readonly ulong AllocatedFrames => TotalFrames - ReservedFrames - FreeFrames;

    /// <summary>Now and at most for one use (a defined value of <see cref="FrameUse"/>).</summary>
    public readonly UseCounter Of(FrameUse use) => Uses[(int)use];
}

/// <summary>One <see cref="UseCounter"/> per <see cref="FrameUse"/>, indexed by its number.</summary>
[InlineArray(Count)]
public struct UseCounters
{
    /// <summary>Number of values of <see cref="FrameUse"/>.</summary>
    public const int Count = 13;

    private UseCounter _first;
}

/// <summary>How many frames one <see cref="FrameUse"/> has now and had at most.</summary>
public struct UseCounter
{
    /// <summary>Frames now.</summary>
    public ulong Frames;

    /// <summary>Most frames ever at one time (high-water mark).</summary>
    public ulong PeakFrames;
}
