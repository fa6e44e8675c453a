using System.Runtime.CompilerServices;
using RustKernel.Memory.Objects;

namespace RustKernel.Suites;

/// <summary>The slots of the pool that suite memory tests: a few numbers as pool objects, in static memory.</summary>
internal readonly struct TestPoolStorage : IPoolStorage<ulong>
{
    /// <summary>Number of slots.</summary>
    internal const int Slots = 8;

    private static SlotArray s_slots;
    private static ObjectArray s_objects;

    /// <inheritdoc/>
    public uint Capacity => Slots;

    /// <inheritdoc/>
    public ref PoolSlot Slot(uint index) => ref s_slots[(int)index];

    /// <inheritdoc/>
    public ref ulong Object(uint index) => ref s_objects[(int)index];

    /// <summary>Clears the slots: a pool starts on storage that is all zero.</summary>
    internal static void Clear()
    {
        s_slots = default;
        s_objects = default;
    }

    [InlineArray(Slots)]
    private struct SlotArray
    {
        private PoolSlot _first;
    }

    [InlineArray(Slots)]
    private struct ObjectArray
    {
        private ulong _first;
    }
}
