// The name of an object in a pool.

namespace RustKernel.Memory.Objects;

/// <summary>Slot index and the generation it had when the object was made; a stale one is noticed. The zero value names nothing.</summary>
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
