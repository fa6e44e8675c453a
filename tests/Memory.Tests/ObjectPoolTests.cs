// Pools and quotas: every error, stale handles, retirement, and a random run against a dictionary.

using System.Collections.Generic;
using RustKernel.Memory.Objects;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class ObjectPoolTests
{
    private struct Thing
    {
        public ulong Value;
    }

    private readonly struct Storage(PoolSlot[] slots, Thing[] things) : IPoolStorage<Thing>
    {
        public uint Capacity => (uint)slots.Length;

        public ref PoolSlot Slot(uint index) => ref slots[index];

        public ref Thing Object(uint index) => ref things[index];
    }

    private readonly PoolSlot[] _slots = new PoolSlot[10];
    private ObjectPool<Thing, Storage> _pool;

    public ObjectPoolTests() => Assert.Equal(ErrorCode.None, _pool.Initialize(new Storage(_slots, new Thing[10])));

    [Fact]
    public void QuotasLimitAndRefund()
    {
        var quota = new Quota(3);
        Assert.Equal(ErrorCode.None, quota.Charge(3));
        Assert.Equal(ErrorCode.OutOfMemory, quota.Charge(1));
        Assert.Equal(ErrorCode.OutOfMemory, quota.Charge(ulong.MaxValue));
        Assert.Equal(ErrorCode.InvalidState, quota.Refund(4));
        Assert.Equal(ErrorCode.None, quota.Refund(2));
        quota.Limit = 0;
        Assert.Equal(ErrorCode.OutOfMemory, quota.Charge(1));
        Assert.Equal((1ul, 3ul), (quota.Used, quota.Peak));
    }

    [Fact]
    public void PoolAndQuotaRunOutWithoutATrace()
    {
        var small = new Quota(4);
        var large = new Quota(100);
        for (int i = 0; i < 4; i++)
        {
            Assert.True(_pool.Allocate(ref small).IsOk);
        }

        Assert.Equal(ErrorCode.OutOfMemory, _pool.Allocate(ref small).Error);
        for (int i = 0; i < 6; i++)
        {
            Assert.True(_pool.Allocate(ref large).IsOk);
        }

        Assert.Equal(ErrorCode.OutOfMemory, _pool.Allocate(ref large).Error);
        Assert.Equal((4ul, 6ul), (small.Used, large.Used));
        Assert.Equal((10u, 10u, 10u), (_pool.Statistics.Capacity, _pool.Statistics.Used, _pool.Statistics.Peak));
        Assert.Equal(ErrorCode.InvalidState, _pool.Initialize(default));
    }

    [Fact]
    public void StaleHandlesAreNoticed()
    {
        var quota = new Quota(10);
        var other = new Quota(10);
        PoolHandle first = _pool.Allocate(ref quota).Value;
        _pool.At(first).Value = 5;
        Assert.Equal(ErrorCode.InvalidState, _pool.Free(first, ref other));
        Assert.Equal(ErrorCode.None, _pool.Free(first, ref quota));
        Assert.Equal(ErrorCode.NotFound, _pool.Free(first, ref quota));
        PoolHandle second = _pool.Allocate(ref quota).Value;
        Assert.Equal(first.Index, second.Index);
        Assert.False(_pool.IsLive(first));
        Assert.True(_pool.IsLive(second));
        Assert.Equal(0ul, _pool.At(second).Value);
        Assert.False(_pool.IsLive(default));
        Assert.True(default(PoolHandle).IsNone);
    }

    [Fact]
    public void ASlotWhoseGenerationsAreUsedUpBeginsAgain()
    {
        var quota = new Quota(10);
        _slots[0].Generation = uint.MaxValue - 1;
        PoolHandle last = _pool.Allocate(ref quota).Value;
        Assert.Equal(uint.MaxValue, last.Generation);
        Assert.Equal(ErrorCode.None, _pool.Free(last, ref quota));
        PoolHandle first = _pool.Allocate(ref quota).Value;
        Assert.Equal((0u, 1u), (first.Index, first.Generation));
        Assert.False(_pool.IsLive(last));
        Assert.True(_pool.IsLive(first));
    }

    [Fact]
    public void ThePoolFollowsTheModel() => Seeds.Run(99, (random, progress) =>
    {
        var quota = new Quota(8);
        var live = new Dictionary<uint, (PoolHandle Handle, ulong Value)>();
        var dead = new List<PoolHandle>();
        for (progress.Step = 0; progress.Step < 300_000; progress.Step++)
        {
            uint index = (uint)random.Next(10);
            if (random.Next(2) == 0)
            {
                Result<PoolHandle> made = _pool.Allocate(ref quota);
                Assert.Equal(live.Count < 8, made.IsOk);
                if (!made.IsOk)
                {
                    continue;
                }

                _pool.At(made.Value).Value = (ulong)progress.Step;
                Assert.True(live.TryAdd(made.Value.Index, (made.Value, (ulong)progress.Step)));
            }
            else if (live.Remove(index, out (PoolHandle Handle, ulong Value) thing))
            {
                Assert.Equal(thing.Value, _pool.At(thing.Handle).Value);
                Assert.Equal(ErrorCode.None, _pool.Free(thing.Handle, ref quota));
                if (dead.Count < 100)
                {
                    dead.Add(thing.Handle);
                }
                else
                {
                    dead[random.Next(100)] = thing.Handle;
                }
            }
            if (dead.Count > 0)
            {
                Assert.False(_pool.IsLive(dead[random.Next(dead.Count)]));
            }

            Assert.Equal((ulong)live.Count, quota.Used);
        }
    });
}
