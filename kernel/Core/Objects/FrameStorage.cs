// A pool's objects in frames.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory.Objects;

namespace RustKernel.Objects;

/// <summary>Slots and objects side by side in two runs of frames, zero at first.</summary>
public readonly struct FrameStorage<T> : IPoolStorage<T>
    where T : unmanaged
{
    private readonly FrameArray<PoolSlot> _slots;
    private readonly FrameArray<T> _objects;

    /// <summary>Storage over two arrays of the same capacity.</summary>
    public FrameStorage(FrameArray<PoolSlot> slots, FrameArray<T> objects)
    {
        _slots = slots;
        _objects = objects;
    }

    /// <inheritdoc/>
    public uint Capacity => _objects.Capacity < _slots.Capacity ? _objects.Capacity : _slots.Capacity;

    /// <inheritdoc/>
    public ref PoolSlot Slot(uint index) => ref _slots[index];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Object(uint index) => ref _objects[index];
}
