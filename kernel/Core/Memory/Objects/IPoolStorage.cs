// Where a pool's objects and their bookkeeping lie: static inline arrays, or frames reached through the direct map. The
// implementing structure only finds them; it does not contain them.

namespace RustKernel.Memory.Objects;

/// <summary>
/// Fixed storage for <see cref="Capacity"/> objects of type <typeparamref name="T"/> with a
/// <see cref="PoolSlot"/> each, zero at first.
/// </summary>
public interface IPoolStorage<T>
    where T : struct
{
    /// <summary>Number of slots; never changes.</summary>
    uint Capacity { get; }

    /// <summary>The bookkeeping of slot <paramref name="index"/> (below <see cref="Capacity"/>).</summary>
    ref PoolSlot Slot(uint index);

    /// <summary>The object in slot <paramref name="index"/> (below <see cref="Capacity"/>).</summary>
    ref T Object(uint index);
}
