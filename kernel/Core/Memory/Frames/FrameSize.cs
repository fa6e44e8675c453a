namespace RustKernel.Memory.Frames;

/// <summary>The 4 KiB frame (the translation granule) and the 2 MiB block (what one level-2 descriptor maps). [DDI0487 D8.2]</summary>
public static class FrameSize
{
    /// <summary>log2 of <see cref="Bytes"/>.</summary>
    public const int Shift = 12;

    /// <summary>Bytes in a frame.</summary>
    public const ulong Bytes = 1ul << Shift;

    /// <summary>The address bits inside a frame.</summary>
    public const ulong Mask = Bytes - 1;

    /// <summary>log2 of <see cref="BlockBytes"/>.</summary>
    public const int BlockShift = 21;

    /// <summary>Bytes in a 2 MiB block.</summary>
    public const ulong BlockBytes = 1ul << BlockShift;

    /// <summary>Frames in a 2 MiB block.</summary>
    public const ulong BlockFrames = BlockBytes >> Shift;
}
