using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Frames;

/// <summary>
/// A snapshot of the frame allocator's counters (frames of 4 KiB), exact at that moment; reading costs the same for any amount
/// of RAM.
/// </summary>
public struct FrameStatistics
{
    /// <summary>Frames in all banks.</summary>
    public ulong TotalFrames;

    /// <summary>Frames that can be allocated now.</summary>
    public ulong FreeFrames;

    /// <summary>Frames removed at start-up: reservations and the allocator's own bitmaps.</summary>
    public ulong ReservedFrames;

    /// <summary>The lowest <see cref="FreeFrames"/> since start-up (low-water mark).</summary>
    public ulong LowestFreeFrames;

    /// <summary>Frames by use, including reserved ones; the sum is total minus free.</summary>
    public UseCounters Uses;

    /// <summary>Frames allocated since start-up and not yet freed.</summary>
    public readonly ulong AllocatedFrames => TotalFrames - ReservedFrames - FreeFrames;

    /// <summary>Current and peak frames of one use (a defined value of <see cref="FrameUse"/>).</summary>
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

/// <summary>How many frames one <see cref="FrameUse"/> has now, and the most it ever had.</summary>
public struct UseCounter
{
    /// <summary>Frames now.</summary>
    public ulong Frames;

    /// <summary>Most frames ever at one time (high-water mark).</summary>
    public ulong PeakFrames;
}
