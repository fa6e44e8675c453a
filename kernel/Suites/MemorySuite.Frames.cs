// Suite memory, frames: every bank, exhaustion, fragmentation, alignment, wrong frees.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Heap;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

internal sealed partial class MemorySuite
{
    private const int FragmentFrames = 256;
    private const ulong Words = FrameSize.Bytes / 8;
    private const ulong Dirt = 0x0123_4567_89AB_CDEF;

    [Test]
    private static void Statistics(ref TestContext context)
    {
        MemoryStatistics now = KernelMemory.Statistics;
        ulong used = 0;
        for (int use = 0; use < UseCounters.Count; use++)
        {
            used += now.Frames.Uses[use].Frames;
        }

        context.Equal(MemoryStart.Map.TotalFrames, now.Frames.TotalFrames, "frames in all banks"u8);
        context.Equal(now.Frames.TotalFrames, now.Frames.FreeFrames + used, "free frames and frames of all uses together"u8);
        context.Equal(now.KernelTables.TableFrames, now.Frames.Of(FrameUse.PageTables).Frames, "table frames by both counts"u8);
        context.Equal(now.Heap.SizeBytes, now.Frames.Of(FrameUse.Heap).Frames * FrameSize.Bytes, "heap size by both counts"u8);
        context.Check(now.Frames.Of(FrameUse.KernelImage).Frames > 0, "the image is kept out of the allocator"u8);

        // By address: if firmware keeps a range around the tree, its frames count as the firmware's.
        ulong tree = MachineState.Boot.DeviceTree;
        bool isKept = MemoryStart.Map.IsReserved(tree) && MemoryStart.Map.IsReserved(tree + MachineState.Boot.DeviceTreeSize - 1);
        context.Check(isKept, "the device tree is kept out of the allocator"u8);
        MemoryReport.WriteTable("  # "u8);
        context.Metric("memory.frames_total"u8, now.Frames.TotalFrames, "frames"u8);
        context.Metric("memory.frames_free"u8, now.Frames.FreeFrames, "frames"u8);
        context.Metric("memory.frames_reserved"u8, now.Frames.ReservedFrames, "frames"u8);
        context.Metric("memory.reserved_kernel_image"u8, now.Frames.Of(FrameUse.KernelImage).Frames, "frames"u8);
        context.Metric("memory.reserved_device_tree"u8, now.Frames.Of(FrameUse.DeviceTree).Frames, "frames"u8);
        context.Metric("memory.reserved_initrd"u8, now.Frames.Of(FrameUse.Initrd).Frames, "frames"u8);
        context.Metric("memory.reserved_firmware"u8, now.Frames.Of(FrameUse.Firmware).Frames, "frames"u8);
        context.Metric("memory.reserved_bitmaps"u8, now.Frames.Of(FrameUse.FrameAllocator).Frames, "frames"u8);
        context.Metric("memory.table_frames"u8, now.KernelTables.TableFrames, "frames"u8);
        context.Metric("memory.heap_size"u8, now.Heap.SizeBytes, "bytes"u8);
        context.Metric("memory.heap_used"u8, now.Heap.UsedBytes, "bytes"u8);
    }

    [Test]
    private static void HighWaterMarks(ref TestContext context)
    {
        ref KernelHeap<DirectMap, HeapFrames> heap = ref KernelMemory.Heap;
        Result<PhysicalAddress> block = heap.Allocate(FrameSize.Bytes);
        context.Check(block.IsOk && heap.Free(block.Value) == ErrorCode.None, "a block of the heap"u8);
        MemoryStatistics now = KernelMemory.Statistics;
        context.Check(now.Heap.PeakUsedBytes >= FrameSize.Bytes, "high-water mark of a block that was freed"u8);
        context.Check(now.Frames.LowestFreeFrames <= now.Frames.FreeFrames, "low-water mark of free frames"u8);
        context.Check(now.Heap.PeakUsedBytes >= now.Heap.UsedBytes, "high-water mark of heap use"u8);
        context.Check(now.KernelTables.PeakTableFrames >= now.KernelTables.TableFrames, "high-water mark of tables"u8);
        for (int use = 0; use < UseCounters.Count; use++)
        {
            context.Check(now.Frames.Uses[use].PeakFrames >= now.Frames.Uses[use].Frames, "high-water mark of a use"u8);
        }

        context.Metric("memory.frames_free_lowest"u8, now.Frames.LowestFreeFrames, "frames"u8);
        context.Metric("memory.table_frames_peak"u8, now.KernelTables.PeakTableFrames, "frames"u8);
        context.Metric("memory.heap_size_peak"u8, now.Heap.PeakSizeBytes, "bytes"u8);
        context.Metric("memory.heap_used_peak"u8, now.Heap.PeakUsedBytes, "bytes"u8);
    }

    // Holds all memory, so that frames of every bank are ours, then writes to some of each.
    [Test]
    private static void FramesInEveryBank(ref TestContext context)
    {
        HeldMemory held = default;
        held.TakeBlocks();
        held.TakeFrames();
        ulong frames = 0;
        for (int bank = 0; bank < MemoryStart.Map.BankCount; bank++)
        {
            frames += WritePatterns(ref context, MemoryStart.Map.Bank(bank), in held);
        }

        context.Equal(0, (ulong)held.Release(), "everything goes back (error code)"u8);
        context.Metric("memory.frames_tried"u8, frames, "frames"u8);
    }

    // Each frame gets its own address in every word, then the complement, and is read after all others were written: a broken
    // address line shows up as another frame's number. Then each bit by itself, one and zero.
    private static ulong WritePatterns(ref TestContext context, MemoryRange bank, in HeldMemory held)
    {
        ulong frames = 0;
        ulong wrong = 0;
        for (ulong flip = 0; flip < 2; flip++)
        {
            frames = 0;
            BankSample sample = new(bank, in held);
            while (sample.MoveNext())
            {
                WriteAddresses(sample.Current, 0 - flip);
                frames++;
            }

            sample = new BankSample(bank, in held);
            while (sample.MoveNext())
            {
                wrong += WrongAddresses(sample.Current, 0 - flip);
            }
        }

        BankSample walking = new(bank, in held);
        while (walking.MoveNext())
        {
            wrong += WrongWalkingBits(walking.Current, 0) + WrongWalkingBits(walking.Current, ulong.MaxValue);
        }

        if (!context.Check(frames > 0, "the bank has frames"u8) | !context.Equal(0, wrong, "words that did not keep what was written"u8))
        {
            context.Equal(ulong.MaxValue, bank.Start, "start of that bank"u8);
        }

        return frames;
    }

    private static void WriteAddresses(PhysicalAddress frame, ulong flip)
    {
        DirectMap memory = default;
        for (ulong offset = 0; offset < FrameSize.Bytes; offset += 8)
        {
            memory.Write64(frame + offset, (frame.Value + offset) ^ flip);
        }
    }

    private static ulong WrongAddresses(PhysicalAddress frame, ulong flip)
    {
        DirectMap memory = default;
        ulong wrong = 0;
        for (ulong offset = 0; offset < FrameSize.Bytes; offset += 8)
        {
            wrong += memory.Read64(frame + offset) == ((frame.Value + offset) ^ flip) ? 0UL : 1;
        }

        return wrong;
    }

    private static ulong WrongWalkingBits(PhysicalAddress frame, ulong flip)
    {
        DirectMap memory = default;
        ulong wrong = 0;
        for (ulong word = 0; word < Words; word++)
        {
            memory.Write64(frame + (word * 8), (1UL << (int)(word & 63)) ^ flip);
        }

        for (ulong word = 0; word < Words; word++)
        {
            wrong += memory.Read64(frame + (word * 8)) == ((1UL << (int)(word & 63)) ^ flip) ? 0UL : 1;
        }

        return wrong;
    }

    [Test]
    private static void FrameExhaustion(ref TestContext context)
    {
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        ulong freeBefore = frames.FreeFrames;
        HeldMemory held = default;
        ulong blocks = held.TakeBlocks();
        ulong singles = held.TakeFrames();
        context.Equal(freeBefore, (blocks * FrameSize.BlockFrames) + singles, "frames that could be had"u8);
        context.Equal(0, frames.FreeFrames, "free frames when all are taken"u8);
        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)frames.Allocate(FrameUse.Test).Error, "one frame more"u8);
        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)frames.AllocateRun(2, FrameSize.Bytes, FrameUse.Test).Error, "a run more"u8);
        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)frames.AllocateBlock(FrameUse.Test).Error, "a block more"u8);
        context.Equal(0, frames.Statistics.LowestFreeFrames, "low-water mark"u8);
        ErrorCode mapped = KernelMemory.Tables.Map(
            ScratchPage, MemoryOf(in held), FrameSize.Bytes, Protection.KernelReadWrite, MemoryKind.Normal);
        context.Equal((ulong)ErrorCode.OutOfMemory, (ulong)mapped, "a mapping that needs tables"u8);
        context.Equal(0, (ulong)held.Release(), "everything goes back (error code)"u8);
        context.Equal(freeBefore, frames.FreeFrames, "free frames after recovery"u8);

        // What was whole before is whole again.
        context.Equal(blocks, held.TakeBlocks(), "2 MiB blocks after recovery"u8);
        context.Equal(0, (ulong)held.Release(), "the blocks go back (error code)"u8);
        context.Metric("memory.blocks_2m"u8, blocks, "blocks"u8);
    }

    private static PhysicalAddress MemoryOf(in HeldMemory held)
    {
        HeldRuns runs = held.All;
        return runs.MoveNext() ? runs.Current : default;
    }

    // With every other frame free, there is no run of two. With the rest free as well, they are one run again.
    [Test]
    private static void FrameFragmentation(ref TestContext context)
    {
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        Result<PhysicalAddress> run = frames.AllocateRun(FragmentFrames, FrameSize.Bytes, FrameUse.Test);
        if (!context.Equal(0, (ulong)run.Error, "a run to fragment (error code)"u8))
        {
            return;
        }

        ulong start = run.Value.Value;
        ulong end = start + (FragmentFrames * FrameSize.Bytes);
        ulong wrong = 0;
        for (ulong frame = start; frame < end; frame += 2 * FrameSize.Bytes)
        {
            wrong += frames.Free(new PhysicalAddress(frame), FrameUse.Test) == ErrorCode.None ? 0UL : 1;
        }

        Result<PhysicalAddress> pair = frames.AllocateRun(2, FrameSize.Bytes, FrameUse.Test);
        context.Check(
            pair.IsOk && (pair.Value.Value + FrameSize.Bytes < start || pair.Value.Value >= end),
            "a run of two lies outside the holes"u8);
        context.Equal(0, (ulong)frames.FreeRun(pair.Value, 2, FrameUse.Test), "it goes back (error code)"u8);
        for (ulong frame = start + FrameSize.Bytes; frame < end; frame += 2 * FrameSize.Bytes)
        {
            wrong += frames.Free(new PhysicalAddress(frame), FrameUse.Test) == ErrorCode.None ? 0UL : 1;
        }

        context.Equal(0, wrong, "frames that did not go back"u8);
        Result<PhysicalAddress> again = frames.AllocateRun(FragmentFrames, FrameSize.Bytes, FrameUse.Test);
        context.Equal(start, again.Value.Value, "the holes and the rest are one run again"u8);
        context.Equal(0, (ulong)frames.FreeRun(again.Value, FragmentFrames, FrameUse.Test), "it goes back (error code)"u8);
        SinglesAreDistinct(ref context);
    }

    // Each frame is marked with its number; a frame allocated twice has lost its first mark.
    private static void SinglesAreDistinct(ref TestContext context)
    {
        DirectMap memory = default;
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        ulong wrong = 0;
        for (int i = 0; i < FragmentFrames; i++)
        {
            Result<PhysicalAddress> frame = frames.Allocate(FrameUse.Test);
            Kept.Frames[i] = frame.Value.Value;
            wrong += frame.IsOk ? 0UL : 1;
            memory.Write64(frame.Value, (ulong)i);
        }

        for (int i = 0; i < FragmentFrames; i++)
        {
            PhysicalAddress frame = new(Kept.Frames[i]);
            wrong += memory.Read64(frame) == (ulong)i && frames.Free(frame, FrameUse.Test) == ErrorCode.None ? 0UL : 1;
        }

        context.Equal(0, wrong, "single frames that were refused, not distinct, or not taken back"u8);
    }

    [Test]
    private static void FrameRunAlignment(ref TestContext context)
    {
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        Result<PhysicalAddress> blocker = frames.Allocate(FrameUse.Test);
        for (ulong alignment = FrameSize.Bytes; alignment <= 8 * FrameSize.BlockBytes; alignment *= 2)
        {
            Result<PhysicalAddress> run = frames.AllocateRun(3, alignment, FrameUse.Test);
            if (!context.Equal(0, (ulong)run.Error, "an aligned run (error code)"u8)
                | !context.Equal(0, run.Value.Value & (alignment - 1), "address of the run modulo its alignment"u8))
            {
                context.Equal(ulong.MaxValue, alignment, "that alignment"u8);
            }

            context.Equal(0, (ulong)frames.FreeRun(run.Value, 3, FrameUse.Test), "it goes back (error code)"u8);
        }

        MemoryRange bank = MemoryStart.Map.Bank(0);
        Result<PhysicalAddress> low = frames.AllocateRun(1, FrameSize.Bytes, FrameUse.Test, bank.EndExclusive);
        context.Check(low.IsOk && low.Value.Value < bank.EndExclusive, "a limit is kept"u8);
        context.Equal(0, (ulong)frames.FreeRun(low.Value, 1, FrameUse.Test), "it goes back (error code)"u8);
        context.Equal(
            (ulong)ErrorCode.OutOfMemory,
            (ulong)frames.AllocateRun(1, FrameSize.Bytes, FrameUse.Test, bank.Start).Error,
            "a run below all memory"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)frames.AllocateRun(1, 3 * FrameSize.Bytes, FrameUse.Test).Error,
            "an alignment that is no power of two"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)frames.AllocateRun(0, FrameSize.Bytes, FrameUse.Test).Error,
            "a run of no frames"u8);
        context.Equal(0, (ulong)frames.Free(blocker.Value, FrameUse.Test), "the first frame goes back (error code)"u8);
    }

    [Test]
    private static void FrameZeroing(ref TestContext context)
    {
        DirectMap memory = default;
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        Result<PhysicalAddress> dirty = frames.AllocateRun(4, FrameSize.Bytes, FrameUse.Test);
        memory.Fill(dirty.Value, 4 * FrameSize.Bytes, Dirt);
        context.Equal(0, (ulong)frames.FreeRun(dirty.Value, 4, FrameUse.Test), "the dirty run goes back (error code)"u8);
        Result<PhysicalAddress> clean = frames.AllocateRunZeroed(4, FrameSize.Bytes, FrameUse.Test);
        context.Equal(dirty.Value.Value, clean.Value.Value, "the dirty run comes again"u8);
        context.Equal(4 * Words, WordsThatAre(clean.Value, 4, 0), "words that are zero"u8);
        context.Equal(0, (ulong)frames.FreeRun(clean.Value, 4, FrameUse.Test), "it goes back (error code)"u8);
        Result<PhysicalAddress> frame = frames.Allocate(FrameUse.Test);
        memory.Fill(frame.Value, FrameSize.Bytes, Dirt);
        context.Equal(0, (ulong)frames.Free(frame.Value, FrameUse.Test), "the dirty frame goes back (error code)"u8);
        frame = frames.AllocateZeroed(FrameUse.Test);
        context.Equal(Words, WordsThatAre(frame.Value, 1, 0), "words of a frame that are zero"u8);
        context.Equal(0, (ulong)frames.Free(frame.Value, FrameUse.Test), "it goes back (error code)"u8);
    }

    [Test]
    private static void FramePoison(ref TestContext context)
    {
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        bool poisoned = frames.PoisonOnFree;
        frames.PoisonOnFree = true;
        Result<PhysicalAddress> frame = frames.AllocateZeroed(FrameUse.Test);
        context.Equal(0, (ulong)frames.Free(frame.Value, FrameUse.Test), "a frame goes back (error code)"u8);
        frames.PoisonOnFree = poisoned;
        context.Equal(
            Words,
            WordsThatAre(frame.Value, 1, FrameAllocator<DirectMap>.PoisonPattern),
            "words of a freed frame that are poisoned"u8);
    }

    private static ulong WordsThatAre(PhysicalAddress start, ulong frames, ulong value)
    {
        DirectMap memory = default;
        ulong count = 0;
        for (ulong offset = 0; offset < frames * FrameSize.Bytes; offset += 8)
        {
            count += memory.Read64(start + offset) == value ? 1UL : 0;
        }

        return count;
    }

    [Test]
    private static void FrameDoubleFree(ref TestContext context)
    {
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        Result<PhysicalAddress> frame = frames.Allocate(FrameUse.Test);
        Result<PhysicalAddress> run = frames.AllocateRun(5, FrameSize.Bytes, FrameUse.Test);
        Result<PhysicalAddress> block = frames.AllocateBlock(FrameUse.Test);
        context.Check(frame.IsOk && run.IsOk && block.IsOk, "a frame, a run and a block"u8);
        context.Equal(0, (ulong)frames.Free(frame.Value, FrameUse.Test), "a frame (error code)"u8);
        context.Equal((ulong)ErrorCode.AlreadyFree, (ulong)frames.Free(frame.Value, FrameUse.Test), "a frame twice"u8);
        context.Equal(0, (ulong)frames.Free(run.Value + (2 * FrameSize.Bytes), FrameUse.Test), "the middle of the run (error code)"u8);
        ulong free = frames.FreeFrames;
        context.Equal((ulong)ErrorCode.AlreadyFree, (ulong)frames.FreeRun(run.Value, 5, FrameUse.Test), "a run with a free frame in it"u8);
        context.Equal(free, frames.FreeFrames, "a refused free changes nothing: free frames"u8);
        context.Equal(0, (ulong)frames.FreeRun(run.Value, 2, FrameUse.Test), "the run's start (error code)"u8);
        context.Equal(0, (ulong)frames.FreeRun(run.Value + (3 * FrameSize.Bytes), 2, FrameUse.Test), "the run's end (error code)"u8);
        context.Equal(0, (ulong)frames.FreeRun(block.Value, FrameSize.BlockFrames, FrameUse.Test), "the block (error code)"u8);
        context.Equal(
            (ulong)ErrorCode.AlreadyFree,
            (ulong)frames.FreeRun(block.Value, FrameSize.BlockFrames, FrameUse.Test),
            "the block twice"u8);
        context.Equal(
            (ulong)ErrorCode.AlreadyFree,
            (ulong)frames.Free(block.Value + (7 * FrameSize.Bytes), FrameUse.Test),
            "a frame of the free block"u8);
    }

    [Test]
    private static void FrameForeignFree(ref TestContext context)
    {
        ref FrameAllocator<DirectMap> frames = ref KernelMemory.Frames;
        PhysicalAddress image = new(MachineState.Boot.ImagePhysicalBase);
        PhysicalAddress tree = new(MachineState.Boot.DeviceTree & ~FrameSize.Mask);
        int last = MemoryStart.Map.BankCount - 1;
        PhysicalAddress behind = new(MemoryStart.Map.Bank(last).EndExclusive);
        Result<PhysicalAddress> frame = frames.Allocate(FrameUse.Test);
        context.Equal((ulong)ErrorCode.NotOwned, (ulong)frames.Free(image, FrameUse.Test), "a frame of the image"u8);
        context.Equal((ulong)ErrorCode.NotOwned, (ulong)frames.Free(image, FrameUse.KernelImage), "a frame of the image, as what it is"u8);
        context.Equal((ulong)ErrorCode.NotOwned, (ulong)frames.Free(tree, FrameUse.Test), "the device tree's frame"u8);
        context.Equal((ulong)ErrorCode.NotOwned, (ulong)frames.Free(behind, FrameUse.Test), "the frame after the last bank"u8);
        context.Equal((ulong)ErrorCode.NotOwned, (ulong)frames.FreeRun(behind, 1, FrameUse.Test), "a run after the last bank"u8);
        context.Equal((ulong)ErrorCode.InvalidArgument, (ulong)frames.Free(frame.Value + 8, FrameUse.Test), "an address within a frame"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)frames.Free(frame.Value, (FrameUse)UseCounters.Count),
            "a use that does not exist"u8);
        context.Equal((ulong)ErrorCode.InvalidArgument, (ulong)frames.Free(frame.Value, FrameUse.Device), "a use that has no frames"u8);
        context.Equal(0, (ulong)frames.Free(frame.Value, FrameUse.Test), "the frame itself (error code)"u8);
    }

    // Not among the suite's own fields, one of which has an initialiser: those lie in the Image, including zeroes.
    private static class Kept
    {
        internal static FrameAddresses Frames;
        internal static BlockAddresses Blocks;
    }

    [InlineArray(FragmentFrames)]
    private struct FrameAddresses
    {
        private ulong _first;
    }
}
