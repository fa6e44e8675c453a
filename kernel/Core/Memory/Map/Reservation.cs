using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Map;

/// <summary>A range of RAM that is taken before the frame allocator starts, and its use.</summary>
public readonly struct Reservation
{
    /// <summary>The range; whole frames once it is part of a <see cref="MemoryMap"/>.</summary>
    public readonly MemoryRange Range;

    /// <summary>Why it is not available.</summary>
    public readonly FrameUse Use;

    /// <summary>Keeps <paramref name="range"/> for <paramref name="use"/>.</summary>
    public Reservation(MemoryRange range, FrameUse use)
    {
        Range = range;
        Use = use;
    }
}
