// Memory start-up: from the banks of the device tree or the firmware to frames, final tables and heap. Boot.S
// and EarlyMapping mapped just enough to get here.

using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Diagnostics;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;
using RustKernel.Panic;

namespace RustKernel.Boot;

/// <summary>Starts <see cref="KernelMemory"/>. Called once, on the boot CPU, interrupts masked.</summary>
internal static class MemoryStart
{
    private const ulong BytesPerMegabyte = 1024 * 1024;

    // Where the boot stacks lie after the boot tables: emergency stack first, then the main stack. [Boot.S]
    private const ulong MainStackOffset = MemoryLayout.EmergencyStackSizeBytes;

    // The kernel's place in memory is a multiple of this. [LINUX Documentation/arch/arm64/booting.rst]
    private const ulong LoadAlignment = 2 * BytesPerMegabyte;

    private static ulong s_mostBytes;
    private static MemoryMap s_map;
    private static MemoryRange s_retained;

    /// <summary>Banks and reservations as found.</summary>
    internal static ref readonly MemoryMap Map => ref s_map;

    /// <summary>The initrd that /chosen names, unchecked; empty: none.</summary>
    internal static MemoryRange InitialArchive { get; private set; }

    /// <summary>
    /// Part of the initrd lies in memory that /reserved-memory keeps for another user. A boot loader may also list an initrd under
    /// /memreserve/, which is no objection.
    /// </summary>
    internal static bool IsInitialArchiveTaken { get; private set; }

    /// <summary>True when frames, tables and heap work.</summary>
    internal static bool HasStarted { get; private set; }

    /// <summary>
    /// Reads the banks (one log line each) and everything that must be kept out of the allocator. A memory map from UEFI wins over the
    /// tree's banks. <paramref name="amount"/> is the command line's mem=: an upper limit; with an address, or when nothing else names
    /// memory, it is the memory.
    /// </summary>
    internal static void ReadDeviceTree(in DeviceTreeBlob tree, in BootInformation boot, System.ReadOnlySpan<byte> amount)
    {
        EfiHandover handover = new(in boot);
        Result<MemoryOption> asked = MemoryOption.Read(amount);
        if (asked.Error == ErrorCode.InvalidArgument)
        {
            KernelConsole.WriteTrouble("Boot: mem= wants SIZE or SIZE@BASE, as in 512M@0x40000000; ignored\n"u8);
        }

        s_mostBytes = asked.IsOk ? asked.Value.SizeBytes : ulong.MaxValue;
        if (handover.Exists)
        {
            ReadFirmwareMap(new EfiMemoryMap(handover.MemoryMap, handover.DescriptorSizeBytes));
        }
        else if (asked.IsOk && (asked.Value.HasStart || !HasBanks(in tree)))
        {
            // Without an address, memory begins at the image's 2 MiB boundary: what lies below is not for us to guess.
            ulong start = asked.Value.HasStart ? asked.Value.Start : boot.ImagePhysicalBase & ~(LoadAlignment - 1);
            AddBank(new MemoryRange(start, asked.Value.SizeBytes));
        }
        else
        {
            foreach (AddressRange bank in tree.MemoryBanks)
            {
                AddBank(new MemoryRange(bank.Start, bank.SizeBytes));
            }
        }

        ReserveAll(in tree, in boot);
        ReserveRetained();
    }

    /// <summary>Frames, then the final tables, then the heap. Any failure is a panic: without memory there is no kernel.</summary>
    internal static void Start(in BootInformation boot, ref EarlyMapping mapping)
    {
        if (s_map.BankCount == 0)
        {
            KernelPanic.Because("no memory is described: no bank in the device tree, no map from UEFI, no mem=SIZE@BASE"u8);
        }

        Require(MapUsableRam(ref mapping), "usable RAM is too scattered for the boot tables"u8);
        Require(KernelMemory.StartFrames(in s_map), "the device tree has no usable memory bank"u8);
        Require(KernelMemory.StartTables(PhysicalAddressBits), "no frame for the kernel's root table"u8);
        Require(FillTables(in boot), "the kernel's final tables could not be made"u8);
        Tlb.SwitchUpperRoot(KernelMemory.Tables.Root.Value);
        Require(KernelMemory.StartHeap(), "the kernel heap did not start"u8);
        UseRetained();
        HasStarted = true;
    }

    // ID_AA64MMFR0_EL1.PARange in bits; more than 48 needs a layout that we do not use. [DDI0487 D24.2]
    internal static int PhysicalAddressBits => (SystemRegisters.ReadID_AA64MMFR0_EL1() & 0xF) switch
    {
        0 => 32,
        1 => 36,
        2 => 40,
        3 => 42,
        4 => 44,
        _ => 48,
    };

    private static void ReadFirmwareMap(EfiMemoryMap map)
    {
        KernelConsole.Write("Boot: Memory map from UEFI ("u8);
        KernelConsole.WriteDecimal((ulong)map.Count);
        KernelConsole.Write(" entries)\n"u8);
        Result<MemoryRange> bank = map.NextBank(0);
        while (bank.IsOk)
        {
            AddBank(bank.Value);
            bank = map.NextBank(bank.Value.EndExclusive);
        }

        for (int i = 0; i < map.Count; i++)
        {
            EfiMemoryDescriptor descriptor = map.Descriptor(i);
            if (descriptor.Use is EfiMemoryUse.Kept or EfiMemoryUse.Reserved)
            {
                Reserve(descriptor.Range.Start, descriptor.Range.SizeBytes, FrameUse.Firmware);
            }
        }
    }

    private static bool HasBanks(in DeviceTreeBlob tree)
    {
        MemoryBanks banks = tree.MemoryBanks;
        return banks.MoveNext();
    }

    private static void AddBank(MemoryRange bank)
    {
        if (s_mostBytes == 0)
        {
            return;
        }

        bank = new MemoryRange(bank.Start, System.Math.Min(bank.SizeBytes, s_mostBytes));
        s_mostBytes -= s_mostBytes == ulong.MaxValue ? 0 : bank.SizeBytes;
        KernelConsole.Write("Boot: Memory region: "u8);
        KernelConsole.WriteHex(bank.Start);
        KernelConsole.Write(" - "u8);
        KernelConsole.WriteHex(bank.EndExclusive);
        KernelConsole.Write(" ("u8);
        KernelConsole.WriteDecimal(bank.SizeBytes / BytesPerMegabyte);
        KernelConsole.Write(" MB)\n"u8);
        MachineState.MemoryBankCount++;
        MachineState.MemorySizeBytes += bank.SizeBytes;
        ulong last = bank.EndExclusive - 1;
        bool reachable = last >> PhysicalAddressBits == 0 && last < MemoryLayout.DirectMapSizeBytes;
        ErrorCode error = reachable ? s_map.AddBank(bank) : ErrorCode.NotSupported;
        if (error != ErrorCode.None)
        {
            ReportUnused(error);
        }
    }

    private static void ReportUnused(ErrorCode error)
    {
        KernelConsole.WriteTrouble("Boot: this memory region is not used: "u8);
        KernelConsole.Write(error switch
        {
            ErrorCode.NotSupported => "beyond the addresses this CPU or kernel reaches\n"u8,
            ErrorCode.Corrupt => "overlaps an earlier one\n"u8,
            ErrorCode.OutOfMemory => "more regions than the kernel keeps\n"u8,
            _ => "smaller than one frame\n"u8,
        });
    }

    private static void ReserveAll(in DeviceTreeBlob tree, in BootInformation boot)
    {
        Require(s_map.ReserveNull(), "the frame at address 0 could not be kept"u8);
        Reserve(boot.ImagePhysicalBase, boot.ImageEnd - boot.ImageStart, FrameUse.KernelImage);
        Reserve(boot.DeviceTree, boot.DeviceTreeSize, FrameUse.DeviceTree);
        Result<AddressRange> disk = tree.Chosen.InitialRamDisk;
        if (disk.IsOk)
        {
            InitialArchive = new MemoryRange(disk.Value.Start, disk.Value.SizeBytes);
            Reserve(disk.Value.Start, disk.Value.SizeBytes, FrameUse.Initrd);
        }

        foreach (AddressRange range in tree.Reservations)
        {
            Reserve(range.Start, range.SizeBytes, FrameUse.Firmware);
        }

        foreach (ReservedRegion region in tree.ReservedMemory)
        {
            if (!region.IsDynamic && region.Node.IsEnabled)
            {
                Reserve(region.Range.Start, region.Range.SizeBytes, FrameUse.Firmware);
                IsInitialArchiveTaken |= InitialArchive.Overlaps(new MemoryRange(region.Range.Start, region.Range.SizeBytes));
            }
        }
    }

    private static void Reserve(ulong start, ulong sizeBytes, FrameUse use)
    {
        if (s_map.Reserve(new MemoryRange(start, sizeBytes), use) != ErrorCode.None)
        {
            KernelConsole.WriteTrouble("Boot: a reserved range could not be kept: "u8);
            KernelConsole.WriteHex(start);
            KernelConsole.Write(", "u8);
            KernelConsole.WriteDecimal(sizeBytes);
            KernelConsole.Write(" bytes\n"u8);
        }
    }

    // In the largest bank at five eighths of it: boot loaders and firmware use both ends, and put an initrd at a quarter, at a half or at
    // 128 MiB. If something lies there anyway, panics are not kept.
    private static void ReserveRetained()
    {
        MemoryRange largest = default;
        for (int i = 0; i < s_map.BankCount; i++)
        {
            largest = s_map.Bank(i).SizeBytes > largest.SizeBytes ? s_map.Bank(i) : largest;
        }

        ulong start = largest.Start + (((largest.SizeBytes >> 3) * 5) & ~FrameSize.Mask);
        for (ulong at = 0; at < RetainedText<DirectMap>.SizeBytes; at += FrameSize.Bytes)
        {
            if (!largest.Contains(start + at) || s_map.IsReserved(start + at))
            {
                return;
            }
        }

        s_retained = new MemoryRange(start, RetainedText<DirectMap>.SizeBytes);
        Reserve(s_retained.Start, s_retained.SizeBytes, FrameUse.Retained);
    }

    private static void UseRetained()
    {
        PhysicalAddress start = new(s_retained.Start);
        if (s_retained.SizeBytes != 0 && KernelMemory.Map(
            DirectMap.ToVirtual(start), start, s_retained.SizeBytes, Protection.KernelReadWrite, MemoryKind.Normal) == ErrorCode.None)
        {
            RetainedLog.Use(start);
        }
    }

    private static ErrorCode MapUsableRam(ref EarlyMapping mapping)
    {
        ErrorCode error = ErrorCode.None;
        Result<MemoryRange> usable = s_map.NextUsable(0);
        while (usable.IsOk && error == ErrorCode.None)
        {
            error = mapping.MapRam(usable.Value.Start, usable.Value.SizeBytes);
            usable = s_map.NextUsable(usable.Value.EndExclusive);
        }

        return error;
    }

    private static ErrorCode FillTables(in BootInformation boot)
    {
        ErrorCode error = MapImage(in boot);
        Result<MemoryRange> usable = s_map.NextUsable(0);
        while (usable.IsOk && error == ErrorCode.None)
        {
            PhysicalAddress start = new(usable.Value.Start);
            error = KernelMemory.Tables.Map(
                DirectMap.ToVirtual(start), start, usable.Value.SizeBytes, Protection.KernelReadWrite, MemoryKind.Normal);
            usable = s_map.NextUsable(usable.Value.EndExclusive);
        }

        return error == ErrorCode.None ? DeviceMapping.MoveToFinalTables() : error;
    }

    // Text, constants, data; the boot CPU's stacks; the device tree. Pages of 4 KiB: each part has its own rights.
    private static ErrorCode MapImage(in BootInformation boot)
    {
        ulong toPhysical = boot.ImagePhysicalBase - boot.ImageStart;
        ErrorCode error = MapPages(boot.ImageStart, boot.ImageStart + toPhysical, boot.TextEnd - boot.ImageStart, Protection.KernelExecute);
        if (error == ErrorCode.None)
        {
            error = MapPages(boot.TextEnd, boot.TextEnd + toPhysical, boot.ReadOnlyEnd - boot.TextEnd, Protection.KernelReadOnly);
        }

        if (error == ErrorCode.None)
        {
            error = MapPages(
                boot.ReadOnlyEnd,
                boot.ReadOnlyEnd + toPhysical,
                boot.BootTablesEnd - boot.ReadOnlyEnd,
                Protection.KernelReadWrite);
        }

        ulong stacks = boot.BootTablesEnd + toPhysical;
        ulong emergency = MemoryLayout.StackRegionBase + MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes;
        ulong main = MemoryLayout.StackRegionBase + MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes;
        if (error == ErrorCode.None)
        {
            error = MapPages(emergency, stacks, MemoryLayout.EmergencyStackSizeBytes, Protection.KernelReadWrite);
        }

        if (error == ErrorCode.None)
        {
            error = MapPages(main, stacks + MainStackOffset, MemoryLayout.StackSizeBytes, Protection.KernelReadWrite);
        }

        ulong tree = boot.DeviceTree & ~FrameSize.Mask;
        ulong treeBytes = (boot.DeviceTree + boot.DeviceTreeSize - tree + FrameSize.Mask) & ~FrameSize.Mask;
        return error == ErrorCode.None ? MapPages(MemoryLayout.DeviceTreeWindowBase, tree, treeBytes, Protection.KernelReadOnly) : error;
    }

    private static ErrorCode MapPages(ulong address, ulong output, ulong sizeBytes, Protection protection) =>
        KernelMemory.Tables.Map(
            new VirtualAddress(address), new PhysicalAddress(output), sizeBytes, protection, MemoryKind.Normal, MappingSize.Page4KiB);

    private static void Require(ErrorCode error, System.ReadOnlySpan<byte> reason)
    {
        if (error != ErrorCode.None)
        {
            KernelPanic.Because(reason);
        }
    }
}
