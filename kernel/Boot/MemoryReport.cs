// What the boot log says of memory, and the two checks whose marks it prints.

using RustKernel.Arm64;
using RustKernel.Memory;

namespace RustKernel;

/// <summary>Memory's part of the boot log.</summary>
internal static class MemoryReport
{
    private const ulong TestPattern = 0x5AA5_0FF0_1234_8765;
    private const ulong HeapTestBytes = 200;

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
        KernelConsole.Write(HeapWorks() ? "Memory Test: ✓ Heap allocation working correctly\n"u8 : "Memory Test: ✗ Heap allocation failed\n"u8);
        KernelConsole.Write(FramesWork() ? "Memory Test: ✓ Frame allocation working correctly\n"u8 : "Memory Test: ✗ Frame allocation failed\n"u8);
        KernelConsole.Write("Memory: Memory management system initialized\n"u8);
    }

    // Two blocks that do not overlap, hold what was written, and go back without a trace.
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

    // Two frames, different ones, zeroed, writable, and the count is as before when they are back.
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
