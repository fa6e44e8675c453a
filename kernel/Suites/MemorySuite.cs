// Suite memory: frames, paging, heap and pools of the running kernel, tested on the machine's own memory and MMU. This part: the
// list, and the rule that every test leaves the statistics as it found them.

using RustKernel.Boot;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>Tests of memory management. Only the boot CPU runs during them.</summary>
[Suite("memory", 30)]
internal sealed partial class MemorySuite : TestSuite
{
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

    // All counters of present use; high-water marks and totals of events may grow.
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
