// The kernel heap: unit tests of its errors, and a long random run in which every block is filled with its own pattern.

using System;
using System.Collections.Generic;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Heap;
using RustKernel.Memory.Map;
using Xunit;

namespace RustKernel.Memory.Tests;

public sealed class HeapFrames
{
    public FrameAllocator<HostMemory> Frames;
    public EmulatedMachine Machine { get; } = new();
    public ulong LimitFrames { get; set; } = ulong.MaxValue;

    public HeapFrames(ulong megabytes)
    {
        MemoryMap map = default;
        map.AddBank(new MemoryRange(0x4000_0000, megabytes << 20));
        Assert.Equal(ErrorCode.None, Frames.Initialize(in map, new HostMemory(Machine)));
    }
}

public readonly struct HostHeapSource(HeapFrames frames) : IHeapSource
{
    public Result<PhysicalAddress> AllocateFrames(ulong count)
        => frames.Frames.Statistics.Of(FrameUse.Heap).Frames + count > frames.LimitFrames
            ? ErrorCode.OutOfMemory : frames.Frames.AllocateRun(count, 4096, FrameUse.Heap);

    public void FreeFrames(PhysicalAddress start, ulong count)
        => Assert.Equal(ErrorCode.None, frames.Frames.FreeRun(start, count, FrameUse.Heap));
}

public sealed class HeapTests
{
    private readonly HeapFrames _frames = new(64);
    private KernelHeap<HostMemory, HostHeapSource> _heap;

    public HeapTests() => Assert.Equal(ErrorCode.None, _heap.Initialize(new HostMemory(_frames.Machine), new HostHeapSource(_frames)));

    private PhysicalAddress Take(ulong size, ulong alignment = 16)
    {
        Result<PhysicalAddress> block = _heap.Allocate(size, alignment);
        Assert.Equal(ErrorCode.None, block.Error);
        Assert.True(block.Value.IsAligned(alignment));
        return block.Value;
    }

    [Fact]
    public void BadRequestsAreNamed()
    {
        KernelHeap<HostMemory, HostHeapSource> none = default;
        Assert.Equal(ErrorCode.InvalidState, none.Allocate(8).Error);
        foreach ((ulong size, ulong alignment) in new (ulong, ulong)[]
        {
            (0, 16),
            (8, 0),
            (8, 24),
            (1ul << 31, 16),
            (8, 1ul << 31),
            (1ul << 30, 32),
            (ulong.MaxValue, 16)
        })
        {
            Assert.Equal(ErrorCode.InvalidArgument, _heap.Allocate(size, alignment).Error);
        }

        Assert.Equal(ErrorCode.InvalidArgument, _heap.Free(default));
        Assert.Equal(ErrorCode.InvalidArgument, _heap.Free(Take(64) + 8));
        Assert.Equal(ErrorCode.InvalidState, _heap.Initialize(new HostMemory(_frames.Machine), new HostHeapSource(_frames)));
    }

    [Fact]
    public void DoubleFreeIsNamed()
    {
        PhysicalAddress a = Take(100), b = Take(100), c = Take(100);
        Assert.Equal(ErrorCode.None, _heap.Free(a));
        Assert.Equal(ErrorCode.AlreadyFree, _heap.Free(a));
        Assert.Equal(ErrorCode.None, _heap.Free(b));
        Assert.Equal(ErrorCode.AlreadyFree, _heap.Free(b));
        Assert.Equal(ErrorCode.None, _heap.Free(c));
        foreach (PhysicalAddress block in new[] { a, b, c })
        {
            Assert.Equal(ErrorCode.AlreadyFree, _heap.Free(block));
        }

        Assert.Equal(0ul, _heap.Statistics.UsedBytes);
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(-8)]
    [InlineData(104)]
    public void WritingOutsideABlockIsNoticed(int offset)
    {
        Take(100);
        PhysicalAddress block = Take(100);
        Take(100);
        ulong victim = block.Value + (ulong)(long)offset;
        ulong old = _frames.Machine.Read(victim);
        _frames.Machine.Write(victim, old ^ 0x4141_4141);
        Assert.Equal(ErrorCode.Corrupt, _heap.Check(block));
        Assert.Equal(ErrorCode.Corrupt, _heap.Free(block));
        _frames.Machine.Write(victim, old);
        Assert.Equal(ErrorCode.None, _heap.Free(block));
    }

    [Fact]
    public void WritingIntoAFreeBlocksHeaderIsNoticed()
    {
        PhysicalAddress block = Take(100);
        Take(100);
        _heap.Free(block);
        _frames.Machine.Write(block.Value - 8, 0);
        Assert.Equal(ErrorCode.Corrupt, _heap.Allocate(100).Error);
    }

    [Fact]
    public void AForeignAddressIsRefused()
    {
        PhysicalAddress block = Take(4096);
        for (ulong i = 0; i < 4096; i += 8)
        {
            _frames.Machine.Write(block.Value + i, 0x1111_1111_1111_1111 * (i & 15));
        }

        Assert.Equal(ErrorCode.Corrupt, _heap.Free(block + 1024));
    }

    [Fact]
    public void NeighboursCoalesceInEveryOrder()
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        foreach (int[] order in orders)
        {
            PhysicalAddress[] blocks = [Take(1000), Take(1000), Take(1000)];
            PhysicalAddress fence = Take(1000);
            foreach (int i in order)
            {
                Assert.Equal(ErrorCode.None, _heap.Free(blocks[i]));
            }
            // Only the whole, joined again, has room for this at the same place; later blocks lie lower.
            PhysicalAddress joined = Take(3040);
            Assert.Equal(blocks[2].Value, joined.Value);
            Assert.Equal(ErrorCode.None, _heap.Free(joined));
            Assert.Equal(ErrorCode.None, _heap.Free(fence));
            Assert.Equal(1ul, _heap.Statistics.Regions);
        }
    }

    [Fact]
    public void ExhaustionIsAnErrorAndRecovers()
    {
        _frames.LimitFrames = 64;
        var blocks = new List<PhysicalAddress>();
        while (_heap.Allocate(5000) is { IsOk: true } block)
        {
            blocks.Add(block.Value);
        }

        Assert.Equal(ErrorCode.OutOfMemory, _heap.Allocate(5000).Error);
        Assert.Equal(2ul, _heap.Statistics.Failures);
        Assert.InRange(blocks.Count, 45, 52);
        foreach (PhysicalAddress block in blocks)
        {
            Assert.Equal(ErrorCode.None, _heap.Free(block));
        }

        Assert.Equal(1ul, _heap.Statistics.Regions);
        Assert.Equal(_heap.Statistics.SizeBytes >> 12, _frames.Frames.Statistics.Of(FrameUse.Heap).Frames);
        Take(5000);
    }

    [Fact]
    public void TheCommonPathIsShort()
    {
        PhysicalAddress[] warm = [Take(64), Take(64), Take(64)];
        _heap.Free(warm[1]);
        long before = _frames.Machine.Reads + _frames.Machine.Writes;
        PhysicalAddress block = Take(64);
        long taken = _frames.Machine.Reads + _frames.Machine.Writes;
        _heap.Free(block);
        Assert.InRange(taken - before, 1, 24);
        Assert.InRange(_frames.Machine.Reads + _frames.Machine.Writes - taken, 1, 28);
    }

    private sealed class Block
    {
        public ulong Address, Size, Pattern;
    }

    [Fact]
    public void TheHeapFollowsTheModel() => Seeds.Run(7007, (random, progress) =>
    {
        _frames.LimitFrames = 600;
        var blocks = new List<Block>();
        var order = new SortedList<ulong, ulong>();
        for (progress.Step = 0; progress.Step < 600_000; progress.Step++)
        {
            bool filling = progress.Step / 3000 % 2 == 0;
            if (random.Next(10) < (filling ? 6 : 4))
            {
                TakeOne(random, blocks, order);
            }
            else if (blocks.Count > 0)
            {
                GiveOne(random, blocks, order);
            }

            Assert.Equal((ulong)blocks.Count, _heap.Statistics.Blocks);
        }
        while (blocks.Count > 0)
        {
            GiveOne(random, blocks, order);
        }

        Assert.Equal(0ul, _heap.Statistics.UsedBytes);
        Assert.Equal(1ul, _heap.Statistics.Regions);
        // Everything is joined again: the one region is one free block.
        PhysicalAddress all = Take(_heap.Statistics.SizeBytes - 32 - 24);
        Assert.Equal(1ul, _heap.Statistics.Regions);
        _heap.Free(all);
    });

    private void TakeOne(Random random, List<Block> blocks, SortedList<ulong, ulong> order)
    {
        ulong size = random.Next(20) switch
        {
            0 =>
            (ulong)random.Next(1, 40_000),
            < 4 => (ulong)random.Next(1, 3000),
            _ => (ulong)random.Next(1, 300)
        };
        ulong alignment = random.Next(5) == 0 ? 1ul << random.Next(14) : 16;
        Result<PhysicalAddress> result = _heap.Allocate(size, alignment);
        if (!result.IsOk)
        {
            Assert.Equal(ErrorCode.OutOfMemory, result.Error);
            return;
        }
        var block = new Block { Address = result.Value.Value, Size = size, Pattern = (ulong)random.NextInt64() };
        Assert.True(result.Value.IsAligned(alignment) && result.Value.IsAligned(16));
        ulong words = (size + 7) / 8;
        order.Add(block.Address, block.Address + words * 8);
        int index = order.IndexOfKey(block.Address);
        if (index > 0)
        {
            Assert.True(order.GetValueAtIndex(index - 1) <= block.Address, "overlaps the block before");
        }

        if (index + 1 < order.Count)
        {
            Assert.True(
            order.GetValueAtIndex(index) <= order.GetKeyAtIndex(index + 1),
            "overlaps the block behind");
        }

        for (ulong i = 0; i < words && i < 40; i++)
        {
            _frames.Machine.Write(block.Address + i * 8, block.Pattern + i);
        }

        if (words > 40)
        {
            _frames.Machine.Write(block.Address + (words - 1) * 8, block.Pattern);
        }

        blocks.Add(block);
    }

    private void GiveOne(Random random, List<Block> blocks, SortedList<ulong, ulong> order)
    {
        int pick = random.Next(blocks.Count);
        Block block = blocks[pick];
        blocks[pick] = blocks[^1];
        blocks.RemoveAt(blocks.Count - 1);
        ulong words = (block.Size + 7) / 8;
        for (ulong i = 0; i < words && i < 40; i++)
        {
            Assert.Equal(block.Pattern + i, _frames.Machine.Read(block.Address + i * 8));
        }

        if (words > 40)
        {
            Assert.Equal(block.Pattern, _frames.Machine.Read(block.Address + (words - 1) * 8));
        }

        Assert.Equal(ErrorCode.None, _heap.Free(new PhysicalAddress(block.Address)));
        order.Remove(block.Address);
    }
}
