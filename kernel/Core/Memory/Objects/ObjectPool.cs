// Typed pools of fixed kernel objects. A pool owns which slots are in use and their generations; the storage owns the
// bytes; a quota limits how many objects its holder may have. Everything is O(1), nothing is initialised ahead. Takes
// no lock.

namespace RustKernel.Memory.Objects;

/// <summary>
/// Allocates slots of <typeparamref name="TStorage"/>, each charged to a quota. Handles go stale when their object dies,
/// because the slot's generation advances. It wraps after 2^31 lives of the slot: programs choose how often objects come and
/// go, so they could use up slots that retired then. Callable in any context that holds the kernel lock.
/// </summary>
public struct ObjectPool<T, TStorage>
    where T : struct
    where TStorage : struct, IPoolStorage<T>
{
    private TStorage _storage;
    private uint _firstFree;
    private uint _fresh;
    private uint _used;
    private uint _peak;

    /// <summary>
    /// Makes the pool empty, over <paramref name="storage"/>, whose slots are all zero.
    /// <see cref="ErrorCode.InvalidState"/>: it has objects.
    /// </summary>
    public ErrorCode Initialize(TStorage storage)
    {
        if (_used != 0)
        {
            return ErrorCode.InvalidState;
        }

        this = default;
        _storage = storage;
        return ErrorCode.None;
    }

    /// <summary>Counters now; O(1).</summary>
    public readonly PoolStatistics Statistics
        => new() { Capacity = _storage.Capacity, Used = _used, Peak = _peak };

    /// <summary>
    /// Takes a slot, charges 1 to <paramref name="quota"/> and resets the object in it to its default.
    /// <see cref="ErrorCode.OutOfMemory"/>: quota or pool exhausted; nothing has changed.
    /// </summary>
    public Result<PoolHandle> Allocate(ref Quota quota)
    {
        bool reuse = _firstFree != 0;
        if (!reuse && _fresh == _storage.Capacity)
        {
            return ErrorCode.OutOfMemory;
        }

        ErrorCode error = quota.Charge(1);
        if (error != ErrorCode.None)
        {
            return error;
        }

        uint index = reuse ? _firstFree - 1 : _fresh++;
        ref PoolSlot slot = ref _storage.Slot(index);
        if (reuse)
        {
            _firstFree = slot.NextFree;
        }

        slot.NextFree = 0;
        slot.Generation++;
        _storage.Object(index) = default;
        _used++;
        if (_used > _peak)
        {
            _peak = _used;
        }

        return new PoolHandle(index, slot.Generation);
    }

    /// <summary>
    /// Frees the object and refunds 1 to <paramref name="quota"/>, the one it was charged to.
    /// <see cref="ErrorCode.NotFound"/>: the handle is stale or never existed. <see cref="ErrorCode.InvalidState"/>: the quota
    /// has nothing to refund, so it is the wrong one. On error nothing has changed.
    /// </summary>
    public ErrorCode Free(PoolHandle handle, ref Quota quota)
    {
        if (!IsLive(handle))
        {
            return ErrorCode.NotFound;
        }

        ErrorCode error = quota.Refund(1);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ref PoolSlot slot = ref _storage.Slot(handle.Index);
        slot.Generation++;
        _used--;
        slot.NextFree = _firstFree;
        _firstFree = handle.Index + 1;
        return ErrorCode.None;
    }

    /// <summary>True when the handle's object is alive.</summary>
    public bool IsLive(PoolHandle handle)
        => (handle.Generation & 1) != 0 && handle.Index < _storage.Capacity
            && _storage.Slot(handle.Index).Generation == handle.Generation;

    /// <summary>The object of a live handle. Check <see cref="IsLive"/> first: a stale handle gives another owner's object.</summary>
    public ref T At(PoolHandle handle) => ref _storage.Object(handle.Index);
}
