// The handles of one process: numbers that are valid only in this process, an index and a generation. Other processes send handles
// into the table, so they choose how fast generations are used up: a slot without any left rests, and returns when it has rested
// longest.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;

namespace RustKernel.Objects;

/// <summary>
/// A table over frames that its owner provides. Counts no references; the caller does
/// (<see cref="ObjectReferences"/>). Under the kernel lock.
/// </summary>
public struct HandleTable
{
    /// <summary>Most slots of a table.</summary>
    public const uint MaximumSlots = 1u << HandleLayout.IndexBits;

    /// <summary>While fewer slots rest than this, the table grows rather than reusing a number.</summary>
    public const uint LeastResting = 16;

    private const int IndexBits = HandleLayout.IndexBits;
    private const uint IndexMask = MaximumSlots - 1;

    private FrameArray<HandleEntry> _entries;
    private uint _firstFree;
    private uint _fresh;
    private uint _used;
    private uint _firstResting;
    private uint _lastResting;
    private uint _resting;

    /// <summary>Handles in use.</summary>
    public readonly uint Used => _used;

    /// <summary>Free slots whose generations are used up.</summary>
    public readonly uint Resting => _resting;

    /// <summary>The number of slots that there are frames for.</summary>
    public readonly uint Capacity => _entries.Capacity;

    /// <summary>All slots that were ever used lie below this.</summary>
    public readonly uint Fresh => _fresh;

    /// <summary>The frames; the owner frees them.</summary>
    public readonly PhysicalAddress Start => _entries.Start;

    /// <summary>True when more frames are needed: the only free slots, if any, have not rested long.</summary>
    public readonly bool IsFull => _firstFree == 0 && _fresh == _entries.Capacity && _resting < LeastResting;

    /// <summary>
    /// Moves the table to <paramref name="entries"/>, all zero and larger than before, and copies
    /// the old ones. The owner then frees the old frames.
    /// </summary>
    public void Move(FrameArray<HandleEntry> entries)
    {
        for (uint i = 0; i < _fresh; i++)
        {
            entries[i] = _entries[i];
        }

        _entries = entries;
    }

    /// <summary>A new handle. OutOfMemory: every slot is in use.</summary>
    public Result<AnyHandle> Add(ObjectKind kind, uint slot, Rights rights, ulong badge)
    {
        uint index;
        if (_firstFree != 0)
        {
            index = _firstFree - 1;
            _firstFree = _entries[index].NextFree;
        }
        else if (_fresh < _entries.Capacity)
        {
            index = _fresh++;
        }
        else if (_resting != 0)
        {
            index = WakeOldest();
        }
        else
        {
            return ErrorCode.OutOfMemory;
        }

        ref HandleEntry entry = ref _entries[index];
        entry.Generation++;
        entry.Object = slot;
        entry.Badge = badge;
        entry.Kind = kind;
        entry.Rights = rights;
        _used++;
        return new AnyHandle((entry.Generation << IndexBits) | index);
    }

    /// <summary>True when <paramref name="handle"/> belongs to this table; its slot is then <see cref="At"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsGood(uint handle)
    {
        _ = Look(handle, out bool isGood);
        return isGood;
    }

    /// <summary>
    /// The slot that <paramref name="handle"/>, a whole register, names if it belongs to this
    /// table, as <paramref name="isGood"/> says; otherwise nothing that may be used.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref HandleEntry Look(ulong handle, out bool isGood)
    {
        uint index = (uint)handle & IndexMask;
        uint capacity = _entries.Capacity;
        ref HandleEntry entry = ref _entries.FromOutside(index, capacity);
        isGood = index < capacity && entry.Kind != ObjectKind.None && entry.Generation == handle >> IndexBits;
        return ref entry;
    }

    /// <summary>
    /// True when <paramref name="handle"/>, a whole register, names an object of
    /// <paramref name="kind"/> with one of the rights; then also returns its slot and the handle's
    /// badge.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryFind(ulong handle, ObjectKind kind, Rights rights, out uint slot, out ulong badge)
    {
        uint index = (uint)handle & IndexMask;
        uint capacity = _entries.Capacity;
        if (index >= capacity)
        {
            slot = 0;
            badge = 0;
            return false;
        }

        ref HandleEntry entry = ref _entries.FromOutside(index, capacity);
        slot = entry.Object;
        badge = entry.Badge;
        return entry.Kind == kind && entry.Generation == handle >> IndexBits && (entry.Rights & rights) != 0;
    }

    /// <summary>The slot of a good handle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref HandleEntry At(uint handle) => ref _entries.FromOutside(handle & IndexMask, _entries.Capacity);

    /// <summary>The number of the handle in slot <paramref name="index"/>, 0 when it is free. To walk all of them.</summary>
    public readonly uint HandleAt(uint index)
    {
        ref HandleEntry entry = ref _entries[index];
        return entry.Kind == ObjectKind.None ? 0 : (entry.Generation << IndexBits) | index;
    }

    /// <summary>Frees the slot of a good handle.</summary>
    public void Remove(uint handle)
    {
        uint index = handle & IndexMask;
        ref HandleEntry entry = ref _entries[index];
        entry.Kind = ObjectKind.None;
        entry.Rights = Rights.None;
        _used--;
        if (entry.Generation == HandleLayout.LastGeneration)
        {
            Rest(index);
            return;
        }

        entry.NextFree = _firstFree;
        _firstFree = index + 1;
    }

    private void Rest(uint index)
    {
        _entries[index].NextFree = 0;
        if (_resting++ == 0)
        {
            _firstResting = index;
        }
        else
        {
            _entries[_lastResting].NextFree = index + 1;
        }

        _lastResting = index;
    }

    // Its generations start again: the old numbers were valid so long ago that a holder of a stale one has had millions of others since.
    private uint WakeOldest()
    {
        uint index = _firstResting;
        ref HandleEntry entry = ref _entries[index];
        _resting--;
        _firstResting = entry.NextFree - 1;
        entry.Generation = 0;
        return index;
    }
}
