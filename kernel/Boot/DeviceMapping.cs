// Register windows of devices: through the boot tables at first, through the kernel's tables once those are active. Each
// page is mapped once; every window stays at MemoryLayout.DeviceBase + physical address.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Exceptions;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;

namespace RustKernel.Boot;

/// <summary>Maps device registers. Start-up only: one CPU, interrupts masked.</summary>
internal static class DeviceMapping
{
    private const int MaximumEarlyWindows = 8;

    private static EarlyWindows s_early;
    private static int s_earlyCount;
    private static bool s_isFinal;

    [InlineArray(MaximumEarlyWindows)]
    private struct EarlyWindows
    {
        private MemoryRange _first;
    }

    /// <summary>
    /// Maps the pages of a window before the final tables are active; returns the old mapping of a window
    /// that has one. Errors as <see cref="EarlyMapping.MapDevice"/>, and OutOfMemory beyond 8 windows.
    /// </summary>
    internal static Result<VirtualAddress> MapEarly(ref EarlyMapping mapping, ulong start, ulong sizeBytes)
    {
        for (int i = 0; i < s_earlyCount; i++)
        {
            if (s_early[i].Start == start && s_early[i].SizeBytes == sizeBytes)
            {
                return new VirtualAddress(MemoryLayout.DeviceBase + start);
            }
        }

        if (s_earlyCount == MaximumEarlyWindows)
        {
            return ErrorCode.OutOfMemory;
        }

        Result<VirtualAddress> window = mapping.MapDevice(start, sizeBytes);
        if (window.IsOk)
        {
            s_early[s_earlyCount++] = new MemoryRange(start, sizeBytes);
        }

        return window;
    }

    /// <summary>Enters the early windows into the kernel's tables, just before those become active.</summary>
    internal static ErrorCode MoveToFinalTables()
    {
        for (int i = 0; i < s_earlyCount; i++)
        {
            Result<VirtualAddress> window = MapPages(s_early[i].Start, s_early[i].SizeBytes);
            if (!window.IsOk)
            {
                return window.Error;
            }
        }

        s_isFinal = true;
        return ErrorCode.None;
    }

    /// <summary>
    /// Maps a window of <paramref name="sizeBytes"/> bytes at physical <paramref name="start"/> in the kernel's
    /// tables and reads its register at <paramref name="harmless"/> once; reading that one has no side effect.
    /// InvalidArgument in RAM or outside the device region, DeviceError when nothing answers, InvalidState
    /// before there are tables, OutOfMemory.
    /// </summary>
    internal static Result<DeviceBus> Open(ulong start, ulong sizeBytes, uint harmless)
    {
        if (!s_isFinal)
        {
            return ErrorCode.InvalidState;
        }

        if (IsRam(new MemoryRange(start, sizeBytes)))
        {
            return ErrorCode.InvalidArgument;
        }

        Result<VirtualAddress> window = MapPages(start, sizeBytes);
        if (!window.IsOk)
        {
            return window.Error;
        }

        DeviceBus bus = new(window.Value);
        return Answers(bus, harmless) ? bus : ErrorCode.DeviceError;
    }

    /// <summary>
    /// True when something answers at <paramref name="harmless"/>, read <paramref name="width"/> bytes (1, 2 or 4) wide.
    /// Reading an empty place faults: the fault is caught here and does not panic.
    /// </summary>
    internal static bool Answers(DeviceBus bus, uint harmless, uint width = 4)
    {
        ExpectedFault.Arm();
        _ = width switch
        {
            1 => bus.Read8(harmless),
            2 => bus.Read16(harmless),
            _ => bus.Read32(harmless),
        };
        return !ExpectedFault.Disarm();
    }

    // A damaged tree must not turn memory that holds something else into registers.
    private static bool IsRam(MemoryRange range)
    {
        for (int i = 0; i < MemoryStart.Map.BankCount; i++)
        {
            if (MemoryStart.Map.Bank(i).Overlaps(range))
            {
                return true;
            }
        }

        return false;
    }

    // Page by page, because neighbouring devices may share one.
    private static Result<VirtualAddress> MapPages(ulong start, ulong sizeBytes)
    {
        if (sizeBytes == 0 || start >= MemoryLayout.DeviceSizeBytes || sizeBytes > MemoryLayout.DeviceSizeBytes - start)
        {
            return ErrorCode.InvalidArgument;
        }

        for (ulong page = start & ~FrameSize.Mask; page < start + sizeBytes; page += FrameSize.Bytes)
        {
            ErrorCode error = KernelMemory.Tables.Map(
                new VirtualAddress(MemoryLayout.DeviceBase + page), new PhysicalAddress(page), FrameSize.Bytes,
                Protection.KernelReadWrite, MemoryKind.Device);
            if (error is not (ErrorCode.None or ErrorCode.AlreadyExists))
            {
                return error;
            }
        }

        return new VirtualAddress(MemoryLayout.DeviceBase + start);
    }
}
