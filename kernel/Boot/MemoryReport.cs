using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Memory;
using RustKernel.Memory.Frames;

namespace RustKernel.Boot;

/// <summary>Memory's part of the boot log, with the two checks whose marks it prints.</summary>
internal static class MemoryReport
{
    private const ulong TestPattern = 0x5AA5_0FF0_1234_8765;
    private const ulong HeapTestBytes = 200;
    private const int NameWidth = 22;
    private const int NumberWidth = 12;

    /// <summary>Writes the lines from the heap to "Memory management system initialized".</summary>
    internal static void WriteStart()
    {
        FrameStatistics frames = KernelMemory.Statistics.Frames;
        KernelConsole.Write("Boot: Heap allocator initialized\nInitializing memory management...\nFrameAllocator: "u8);
        KernelConsole.WriteDecimal(frames.TotalFrames);
        KernelConsole.Write(" frames total, "u8);
        KernelConsole.WriteDecimal(frames.FreeFrames);
        KernelConsole.Write(" frames free\nMemory: Physical frame allocator ready ("u8);
        KernelConsole.WriteDecimal(frames.FreeFrames);
        KernelConsole.Write(" free / "u8);
        KernelConsole.WriteDecimal(frames.TotalFrames);
        KernelConsole.Write(" total frames)\n"u8);
        KernelConsole.WriteCheck(
            HeapWorks(),
            "Memory Test: ✓ Heap allocation working correctly\n"u8,
            "Memory Test: ✗ Heap allocation failed\n"u8);
        KernelConsole.WriteCheck(
            FramesWork(),
            "Memory Test: ✓ Frame allocation working correctly\n"u8,
            "Memory Test: ✗ Frame allocation failed\n"u8);
        KernelConsole.Write("Memory: Memory management system initialized\n"u8);
    }

    /// <summary>
    /// Writes all counters of <see cref="KernelMemory.Statistics"/> as a table, each line after <paramref name="prefix"/>.
    /// </summary>
    internal static void WriteTable(ReadOnlySpan<byte> prefix)
    {
        MemoryStatistics now = KernelMemory.Statistics;
        WriteRow(prefix, "frames, 4 KiB each"u8, "now"u8, "most"u8);
        WriteRow(prefix, "total"u8, now.Frames.TotalFrames, now.Frames.TotalFrames);
        WriteRow(prefix, "free (least)"u8, now.Frames.FreeFrames, now.Frames.LowestFreeFrames);
        WriteRow(prefix, "reserved"u8, now.Frames.ReservedFrames, now.Frames.ReservedFrames);
        for (int use = 0; use < UseCounters.Count; use++)
        {
            if (now.Frames.Uses[use].PeakFrames > 0)
            {
                WriteRow(prefix, NameOf((FrameUse)use), now.Frames.Uses[use].Frames, now.Frames.Uses[use].PeakFrames);
            }
        }

        WriteRow(prefix, "kernel tables, frames"u8, now.KernelTables.TableFrames, now.KernelTables.PeakTableFrames);
        WriteRow(prefix, "mapped leaves of 4 KiB"u8, now.KernelTables.Pages4KiB);
        WriteRow(prefix, "mapped leaves of 2 MiB"u8, now.KernelTables.Blocks2MiB);
        WriteRow(prefix, "mapped leaves of 1 GiB"u8, now.KernelTables.Blocks1GiB);
        WriteRow(prefix, "heap size, bytes"u8, now.Heap.SizeBytes, now.Heap.PeakSizeBytes);
        WriteRow(prefix, "heap in use, bytes"u8, now.Heap.UsedBytes, now.Heap.PeakUsedBytes);
        WriteRow(prefix, "heap blocks (ever)"u8, now.Heap.Blocks, now.Heap.Allocations);
        WriteRow(prefix, "heap refusals"u8, now.Heap.Failures, now.Heap.Failures);
    }

    private static ReadOnlySpan<byte> NameOf(FrameUse use) => use switch
    {
        FrameUse.KernelImage => "  kernel image"u8,
        FrameUse.DeviceTree => "  device tree"u8,
        FrameUse.Retained => "  kept over restarts"u8,
        FrameUse.Initrd => "  initial ramdisk"u8,
        FrameUse.Firmware => "  firmware"u8,
        FrameUse.FrameAllocator => "  frame bitmaps"u8,
        FrameUse.PageTables => "  page tables"u8,
        FrameUse.Heap => "  heap"u8,
        FrameUse.KernelStacks => "  kernel stacks"u8,
        FrameUse.KernelObjects => "  kernel objects"u8,
        FrameUse.User => "  processes"u8,
        FrameUse.Device => "  devices"u8,
        _ => "  tests"u8,
    };

    private static void WriteRow(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, ulong now)
    {
        Span<byte> digits = stackalloc byte[NumberText.MaximumDigits];
        WriteRow(prefix, name, NumberText.Decimal(now, digits), "-"u8);
    }

    private static void WriteRow(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, ulong now, ulong most)
    {
        Span<byte> nowDigits = stackalloc byte[NumberText.MaximumDigits];
        Span<byte> mostDigits = stackalloc byte[NumberText.MaximumDigits];
        WriteRow(prefix, name, NumberText.Decimal(now, nowDigits), NumberText.Decimal(most, mostDigits));
    }

    private static void WriteRow(
        ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, ReadOnlySpan<byte> now, ReadOnlySpan<byte> most)
    {
        KernelConsole.Write(prefix);
        KernelConsole.Write(name);
        Pad(NameWidth - name.Length + NumberWidth - now.Length);
        KernelConsole.Write(now);
        Pad(NumberWidth - most.Length);
        KernelConsole.Write(most);
        KernelConsole.Write("\n"u8);
    }

    private static void Pad(int count)
    {
        for (int i = 0; i < count; i++)
        {
            KernelConsole.Write(" "u8);
        }
    }

    // Two blocks do not overlap, hold what was written, and are freed without a trace.
    private static bool HeapWorks()
    {
        DirectMap memory = default;
        ulong usedBefore = KernelMemory.Heap.Statistics.UsedBytes;
        Result<PhysicalAddress> first = KernelMemory.Heap.Allocate(HeapTestBytes);
        Result<PhysicalAddress> second = KernelMemory.Heap.Allocate(HeapTestBytes);
        if (!first.IsOk || !second.IsOk)
        {
            return false;
        }

        memory.Fill(first.Value, HeapTestBytes, TestPattern);
        memory.Fill(second.Value, HeapTestBytes, ~TestPattern);
        bool kept = memory.Read64(first.Value) == TestPattern && memory.Read64(first.Value + (HeapTestBytes - 8)) == TestPattern;
        return KernelMemory.Heap.Free(first.Value) == ErrorCode.None
            && KernelMemory.Heap.Free(second.Value) == ErrorCode.None
            && kept && KernelMemory.Heap.Statistics.UsedBytes == usedBefore;
    }

    // Two frames are different, zeroed and writable, and the count is as before when they are free again.
    private static bool FramesWork()
    {
        DirectMap memory = default;
        ulong freeBefore = KernelMemory.Frames.FreeFrames;
        Result<PhysicalAddress> first = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        Result<PhysicalAddress> second = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        if (!first.IsOk || !second.IsOk || first.Value == second.Value)
        {
            return false;
        }

        memory.Write64(first.Value, TestPattern);
        bool apart = memory.Read64(first.Value) == TestPattern && memory.Read64(second.Value) == 0;
        return KernelMemory.Frames.Free(first.Value, FrameUse.Test) == ErrorCode.None
            && KernelMemory.Frames.Free(second.Value, FrameUse.Test) == ErrorCode.None
            && apart && KernelMemory.Frames.FreeFrames == freeBefore;
    }
}
