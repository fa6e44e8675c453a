namespace RustKernel.Memory.Objects;

/// <summary>A pool's bookkeeping of one slot; all zero in an unused pool, so it needs no initialisation.</summary>
public struct PoolSlot
{
    /// <summary>Even: free (0: never used). Odd: in use. Counts up at each change.</summary>
    internal uint Generation;

    /// <summary>The next free slot's index plus 1; 0 at the end of the list.</summary>
    internal uint NextFree;
}
