// One line of the frame statistics.

namespace RustKernel.Memory.Frames;

/// <summary>How many frames one <see cref="FrameUse"/> has now and had at most.</summary>
public struct UseCounter
{
    /// <summary>Frames now.</summary>
    public ulong Frames;

    /// <summary>Most frames ever at one time (high-water mark).</summary>
    public ulong PeakFrames;
}
