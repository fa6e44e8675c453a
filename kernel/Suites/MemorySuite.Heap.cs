// Suite memory, heap and pools: raw blocks and fixed objects.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Heap;
using RustKernel.Memory.Objects;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

internal sealed partial class MemorySuite
{
    private const int HeapBlockCount = 64;
    private const ulong LargeBytes = 1 << 20;
    private const ulong RegionBytes = 16 * FrameSize.Bytes;

    private static ObjectPool<ulong, TestPoolStorage> s_pool;

    // Sizes from 1 to 4033 bytes, alignments from 16 to 2048; every block is filled, then all are checked, then freed.
    [Test]
    private static void HeapBlocks(ref TestContext context)
    {
        DirectMap memory = default;
        ulong wrong = 0;
        for (int i = 0; i < HeapBlockCount; i++)
        {
            ulong alignment = 16UL << (i & 7);
            Result<PhysicalAddress> block = KernelMemory.Heap.Allocate(SizeOfBlock(i), alignment);
            wrong += block.IsOk && block.Value.IsAligned(alignment) ? 0UL : 1;
            Kept.Blocks[i] = block.Value.Value;
            if (block.IsOk)
            {
                memory.Fill(block.Value, SizeOfBlock(i), (ulong)i);
            }
        }

        context.Equal(0, wrong, "blocks refused or misaligned"u8);
        for (int i = 0; i < HeapBlockCount; i++)
        {
            for (ulong offset = 0; offset + 8 <= SizeOfBlock(i); offset += 8)
            {
                wrong += memory.Read64(new PhysicalAddress(Kept.Blocks[i] + offset)) == (ulong)i ? 0UL : 1;
            }
        }

        context.Equal(0, wrong, "words that another block overwrote"u8);
        for (int i = 0; i < HeapBlockCount; i++)
        {
            wrong += KernelMemory.Heap.Free(new PhysicalAddress(Kept.Blocks[i * 29 % HeapBlockCount])) == ErrorCode.None ? 0UL : 1;
        }

        context.Equal(0, wrong, "blocks that did not go back"u8);
        context.Equal((ulong)ErrorCode.InvalidArgument, (ulong)KernelMemory.Heap.Allocate(0).Error, "a block of no bytes"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)KernelMemory.Heap.Allocate(16, 24).Error,
            "an alignment that is no power of two"u8);
    }

    private static ulong SizeOfBlock(int index) => 1 + ((ulong)index * 64);

    // Three neighbours are freed in the order outer, outer, middle; then a block as large as all three fits in their place.
    [Test]
    private static void HeapCoalescing(ref TestContext context)
    {
        const ulong PartBytes = 8192;
        ref KernelHeap<DirectMap, HeapFrames> heap = ref KernelMemory.Heap;
        Result<PhysicalAddress> first = heap.Allocate(PartBytes);
        Result<PhysicalAddress> second = heap.Allocate(PartBytes);
        Result<PhysicalAddress> third = heap.Allocate(PartBytes);
        Result<PhysicalAddress> guard = heap.Allocate(16);
        ulong size = heap.Statistics.SizeBytes;
        context.Check(first.IsOk && second.IsOk && third.IsOk && guard.IsOk, "four blocks"u8);
        context.Equal(0, (ulong)heap.Free(first.Value), "first (error code)"u8);
        context.Equal(0, (ulong)heap.Free(third.Value), "third (error code)"u8);
        context.Equal(0, (ulong)heap.Free(second.Value), "second (error code)"u8);
        Result<PhysicalAddress> whole = heap.Allocate(3 * PartBytes);
        context.Check(whole.IsOk, "a block of three times the size"u8);
        context.Equal(size, heap.Statistics.SizeBytes, "heap size: it did not grow"u8);
        context.Equal(0, (ulong)heap.Free(whole.Value), "the large block (error code)"u8);
        context.Equal(0, (ulong)heap.Free(guard.Value), "the small one (error code)"u8);

        // All of a region except its overhead can be one block again.
        Result<PhysicalAddress> all = heap.Allocate(RegionBytes - 128);
        context.Equal(size, heap.Statistics.SizeBytes, "heap size with one block as large as a region"u8);
        context.Equal(0, (ulong)heap.Free(all.Value), "that block (error code)"u8);
    }

    [Test]
    private static void HeapGuards(ref TestContext context)
    {
        const ulong SizeBytes = 104;
        DirectMap memory = default;
        ref KernelHeap<DirectMap, HeapFrames> heap = ref KernelMemory.Heap;
        Result<PhysicalAddress> block = heap.Allocate(SizeBytes);
        Result<PhysicalAddress> other = heap.Allocate(SizeBytes);
        context.Check(block.IsOk && other.IsOk, "two blocks"u8);
        ExpectCorrupt(ref context, block.Value, block.Value + SizeBytes, "a word written after a block"u8);
        ExpectCorrupt(ref context, block.Value, new PhysicalAddress(block.Value.Value - 8), "a word written before a block"u8);
        ExpectCorrupt(ref context, block.Value, new PhysicalAddress(block.Value.Value - 16), "a block's size overwritten"u8);
        memory.Write64(block.Value + (SizeBytes - 8), Dirt);
        context.Equal(0, (ulong)heap.Check(block.Value), "the last word of a block is its owner's (error code)"u8);
        context.Equal((ulong)ErrorCode.InvalidArgument, (ulong)heap.Free(block.Value + 8), "an address within a block"u8);
        context.Equal(0, (ulong)heap.Free(block.Value), "the block (error code)"u8);
        context.Equal((ulong)ErrorCode.AlreadyFree, (ulong)heap.Free(block.Value), "the block twice"u8);
        context.Equal(0, (ulong)heap.Free(other.Value), "the other block (error code)"u8);
    }

    private static void ExpectCorrupt(ref TestContext context, PhysicalAddress block, PhysicalAddress place, System.ReadOnlySpan<byte> what)
    {
        DirectMap memory = default;
        ulong kept = memory.Read64(place);
        memory.Write64(place, Dirt);
        context.Equal((ulong)ErrorCode.Corrupt, (ulong)KernelMemory.Heap.Free(block), what);
        memory.Write64(place, kept);
        context.Equal(0, (ulong)KernelMemory.Heap.Check(block), "the block after the repair (error code)"u8);
    }

    [Test]
    private static void HeapGrowth(ref TestContext context)
    {
        ref KernelHeap<DirectMap, HeapFrames> heap = ref KernelMemory.Heap;
        HeapStatistics before = heap.Statistics;
        ulong framesBefore = KernelMemory.Frames.Statistics.Of(FrameUse.Heap).Frames;
        Result<PhysicalAddress> large = heap.Allocate(LargeBytes);
        context.Equal(0, (ulong)large.Error, "a block of 1 MiB (error code)"u8);
        context.Equal(before.Regions + 1, heap.Statistics.Regions, "regions with it"u8);
        context.Check(heap.Statistics.SizeBytes >= before.SizeBytes + LargeBytes, "the heap has grown"u8);
        context.Equal(
            heap.Statistics.SizeBytes,
            KernelMemory.Frames.Statistics.Of(FrameUse.Heap).Frames * FrameSize.Bytes,
            "heap size in frames"u8);
        context.Equal(0, (ulong)heap.Free(large.Value), "it goes back (error code)"u8);
        context.Equal(before.Regions, heap.Statistics.Regions, "regions without it"u8);
        context.Equal(framesBefore, KernelMemory.Frames.Statistics.Of(FrameUse.Heap).Frames, "frames of the heap without it"u8);
    }

    // Without free frames the heap gives what it has, then reports that it is empty; afterwards it works as before.
    [Test]
    private static void HeapExhaustion(ref TestContext context)
    {
        const ulong BlockBytes = 2000;
        ref KernelHeap<DirectMap, HeapFrames> heap = ref KernelMemory.Heap;
        DirectMap memory = default;
        HeldMemory held = default;
        held.TakeBlocks();
        held.TakeFrames();
        ulong failures = heap.Statistics.Failures;
        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)heap.Allocate(LargeBytes).Error, "a large block without frames"u8);
        ulong chain = 0;
        ulong blocks = 0;
        Result<PhysicalAddress> block = heap.Allocate(BlockBytes);
        while (block.IsOk && blocks < RegionBytes)
        {
            memory.Write64(block.Value, chain);
            chain = block.Value.Value;
            blocks++;
            block = heap.Allocate(BlockBytes);
        }

        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)block.Error, "small blocks until there are no more"u8);
        context.Equal(failures + 2, heap.Statistics.Failures, "refusals counted"u8);
        ulong wrong = 0;
        while (chain != 0)
        {
            PhysicalAddress freed = new(chain);
            chain = memory.Read64(freed);
            wrong += heap.Free(freed) == ErrorCode.None ? 0UL : 1;
        }

        context.Equal(0, wrong, "blocks that did not go back"u8);
        context.Equal(0, (ulong)held.Release(), "the frames go back (error code)"u8);
        block = heap.Allocate(LargeBytes);
        context.Equal(0, (ulong)block.Error, "a large block after recovery (error code)"u8);
        context.Equal(0, (ulong)heap.Free(block.Value), "it goes back (error code)"u8);
    }

    [Test]
    private static void PoolsAndQuotas(ref TestContext context)
    {
        Quota quota = new(TestPoolStorage.Slots - 1);
        Quota other = new(TestPoolStorage.Slots);
        PoolHandles handles = default;
        TestPoolStorage.Clear();
        context.Equal(0, (ulong)s_pool.Initialize(default), "an empty pool (error code)"u8);
        for (int i = 0; i < TestPoolStorage.Slots - 1; i++)
        {
            Result<PoolHandle> handle = s_pool.Allocate(ref quota);
            context.Equal(0, (ulong)handle.Error, "an object within the quota (error code)"u8);
            handles[i] = handle.Value;
            s_pool.At(handle.Value) = FirstMark + (ulong)i;
        }

        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)s_pool.Allocate(ref quota).Error, "an object beyond the quota"u8);
        Result<PoolHandle> last = s_pool.Allocate(ref other);
        context.Equal(0, (ulong)last.Error, "the last slot, on another quota (error code)"u8);
        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)s_pool.Allocate(ref other).Error, "an object beyond the pool"u8);
        context.Equal(1, other.Used, "a refused object is not charged: quota used"u8);
        context.Equal(TestPoolStorage.Slots, s_pool.Statistics.Used, "objects in the pool"u8);
        PoolHandle first = handles[0];
        context.Equal(FirstMark, s_pool.At(first), "the first object's value"u8);
        context.Equal(0, (ulong)s_pool.Free(first, ref quota), "the first object goes back (error code)"u8);
        context.Equal((ulong)ErrorCode.NotFound, (ulong)s_pool.Free(first, ref quota), "the first object twice"u8);
        Result<PoolHandle> reused = s_pool.Allocate(ref quota);
        context.Equal(first.Index, reused.Value.Index, "its slot comes again"u8);
        context.Check(!s_pool.IsLive(first) && s_pool.IsLive(reused.Value), "the old handle is stale"u8);
        context.Equal(0, s_pool.At(reused.Value), "a new object's value"u8);
        context.Equal(0, (ulong)s_pool.Free(last.Value, ref other), "the last object goes back (error code)"u8);
        context.Equal((ulong)ErrorCode.InvalidState, (ulong)s_pool.Free(reused.Value, ref other), "a free on the wrong quota"u8);
        handles[0] = reused.Value;
        for (int i = 0; i < TestPoolStorage.Slots - 1; i++)
        {
            context.Equal(0, (ulong)s_pool.Free(handles[i], ref quota), "an object goes back (error code)"u8);
        }

        context.Equal(0, quota.Used, "quota used at the end"u8);
        context.Equal(0, s_pool.Statistics.Used, "objects at the end"u8);
        context.Equal(TestPoolStorage.Slots, s_pool.Statistics.Peak, "most objects at one time"u8);
    }

    [InlineArray(TestPoolStorage.Slots)]
    private struct PoolHandles
    {
        private PoolHandle _first;
    }

    [InlineArray(HeapBlockCount)]
    private struct BlockAddresses
    {
        private ulong _first;
    }
}
