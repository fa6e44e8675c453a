// Suite memory: frames, paging, heap and pools of the running kernel, tried on the machine's own memory and MMU. This part: the list,
// and the rule that every test leaves the statistics as it found them.

using System;
using RustKernel.Memory;
using RustKernel.SelfTests;

namespace RustKernel;

/// <summary>Tests of memory management. The boot CPU runs them alone.</summary>
internal sealed partial class MemorySuite : TestSuite
{
    internal static readonly MemorySuite Instance = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Name => "memory"u8;

    /// <inheritdoc/>
    public override int Count => 29;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> TestName(int index) => index switch
    {
        0 => "statistics"u8,
        1 => "frames_in_every_bank"u8,
        2 => "frame_exhaustion"u8,
        3 => "frame_fragmentation"u8,
        4 => "frame_run_alignment"u8,
        5 => "frame_zeroing"u8,
        6 => "frame_poison"u8,
        7 => "frame_double_free"u8,
        8 => "frame_foreign_free"u8,
        9 => "text_is_read_only"u8,
        10 => "data_is_not_executable"u8,
        11 => "guard_pages"u8,
        12 => "page_zero"u8,
        13 => "unmapped_pages"u8,
        14 => "map_and_alias"u8,
        15 => "protect_takes_effect"u8,
        16 => "unmap_takes_effect"u8,
        17 => "remap_takes_effect"u8,
        18 => "block_split_under_use"u8,
        19 => "attributes_in_force"u8,
        20 => "refused_mappings"u8,
        21 => "owed_flush"u8,
        22 => "heap_blocks"u8,
        23 => "heap_coalescing"u8,
        24 => "heap_guards"u8,
        25 => "heap_growth"u8,
        26 => "heap_exhaustion"u8,
        27 => "pools_and_quotas"u8,
        _ => "high_water_marks"u8,
    };

    /// <inheritdoc/>
    public override void Run(int index, ref TestContext context)
    {
        if (!MemoryStart.HasStarted)
        {
            context.Skip("memory management is not running (no usable device tree)"u8);
            return;
        }

        MemoryStatistics before = KernelMemory.Statistics;
        RunTest(index, ref context);
        CompareWithBaseline(ref context, in before);
    }

    private static void RunTest(int index, ref TestContext context)
    {
        if (index < 9)
        {
            RunFrameTest(index, ref context);
        }
        else if (index < 22)
        {
            RunPagingTest(index, ref context);
        }
        else if (index < 28)
        {
            RunHeapTest(index, ref context);
        }
        else
        {
            HighWaterMarks(ref context);
        }
    }

    private static void RunFrameTest(int index, ref TestContext context)
    {
        switch (index)
        {
            case 0:
                Statistics(ref context);
                break;
            case 1:
                FramesInEveryBank(ref context);
                break;
            case 2:
                FrameExhaustion(ref context);
                break;
            case 3:
                FrameFragmentation(ref context);
                break;
            case 4:
                FrameRunAlignment(ref context);
                break;
            case 5:
                FrameZeroing(ref context);
                break;
            case 6:
                FramePoison(ref context);
                break;
            case 7:
                FrameDoubleFree(ref context);
                break;
            default:
                FrameForeignFree(ref context);
                break;
        }
    }

    private static void RunPagingTest(int index, ref TestContext context)
    {
        switch (index)
        {
            case 9:
                TextIsReadOnly(ref context);
                break;
            case 10:
                DataIsNotExecutable(ref context);
                break;
            case 11:
                GuardPages(ref context);
                break;
            case 12:
                PageZero(ref context);
                break;
            case 13:
                UnmappedPages(ref context);
                break;
            case 14:
                MapAndAlias(ref context);
                break;
            case 15:
                ProtectTakesEffect(ref context);
                break;
            case 16:
                UnmapTakesEffect(ref context);
                break;
            case 17:
                RemapTakesEffect(ref context);
                break;
            case 18:
                BlockSplitUnderUse(ref context);
                break;
            case 19:
                AttributesInForce(ref context);
                break;
            case 20:
                RefusedMappings(ref context);
                break;
            default:
                OwedFlush(ref context);
                break;
        }
    }

    private static void RunHeapTest(int index, ref TestContext context)
    {
        switch (index)
        {
            case 22:
                HeapBlocks(ref context);
                break;
            case 23:
                HeapCoalescing(ref context);
                break;
            case 24:
                HeapGuards(ref context);
                break;
            case 25:
                HeapGrowth(ref context);
                break;
            case 26:
                HeapExhaustion(ref context);
                break;
            default:
                PoolsAndQuotas(ref context);
                break;
        }
    }

    // Everything that counts what is in use now; high-water marks and totals of events may grow.
    private static void CompareWithBaseline(ref TestContext context, in MemoryStatistics before)
    {
        MemoryStatistics after = KernelMemory.Statistics;
        context.Equal(before.Frames.TotalFrames, after.Frames.TotalFrames, "frames in all, after the test"u8);
        context.Equal(before.Frames.FreeFrames, after.Frames.FreeFrames, "free frames, after the test"u8);
        for (int use = 0; use < UseCounters.Count; use++)
        {
            if (!context.Equal(before.Frames.Uses[use].Frames, after.Frames.Uses[use].Frames, "frames of one use, after the test"u8))
            {
                context.Equal(ulong.MaxValue, (ulong)use, "the number of that use"u8);
            }
        }

        context.Equal(before.Heap.UsedBytes, after.Heap.UsedBytes, "heap bytes in use, after the test"u8);
        context.Equal(before.Heap.Blocks, after.Heap.Blocks, "heap blocks, after the test"u8);
        context.Equal(before.Heap.SizeBytes, after.Heap.SizeBytes, "heap size, after the test"u8);
        context.Equal(before.KernelTables.TableFrames, after.KernelTables.TableFrames, "table frames, after the test"u8);
        context.Equal(before.KernelTables.MappedBytes, after.KernelTables.MappedBytes, "mapped bytes, after the test"u8);
        context.Equal(before.KernelTables.Blocks2MiB, after.KernelTables.Blocks2MiB, "2 MiB blocks mapped, after the test"u8);
        context.Equal(0, KernelMemory.Tables.OwedFlushes, "flushes owed, after the test"u8);
    }
}
