namespace RustKernel.Memory.Objects;

/// <summary>
/// The name of an object in a pool: slot index and the generation when the object was made, which detects a stale handle. The zero
/// value names nothing.
/// </summary>
public readonly struct PoolHandle
{
    /// <summary>Index of the slot in its pool.</summary>
    public readonly uint Index;

    /// <summary>Generation of the slot, odd while the object lives; 0 in the handle that names nothing.</summary>
    public readonly uint Generation;

    internal PoolHandle(uint index, uint generation)
    {
        Index = index;
        Generation = generation;
    }

    /// <summary>True when the handle names nothing.</summary>
    public bool IsNone => Generation == 0;
}
