// Suite memory, paging: the MMU does what the tables say, at once and with the right syndrome.

using RustKernel.Arm64;
using RustKernel.Boot;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

internal sealed partial class MemorySuite
{
    private const uint PageLevel = 3;
    private const uint BlockLevel = 2;
    private const ulong FirstMark = 0xA1A1_A1A1_A1A1_A1A1;
    private const ulong SecondMark = 0xB2B2_B2B2_B2B2_B2B2;

    // PAR_EL1: failure in bit 0, output address in 47:12, attributes as in MAIR_EL1 in 63:56. [DDI0487 D24.2]
    private const ulong ParFailed = 1;
    private const ulong ParAddressMask = 0x0000_FFFF_FFFF_F000;
    private const int ParAttributesShift = 56;

    private static VirtualAddress ScratchPage => new(MemoryLayout.ScratchBase);

    // A block of the scratch region whose level-2 entry the page tests do not share.
    private static VirtualAddress ScratchBlock => new(MemoryLayout.ScratchBase + (4 * FrameSize.BlockBytes));

    [Test]
    private static void TextIsReadOnly(ref TestContext context)
    {
        FaultChecks.Write(ref context, MachineState.Boot.ImageStart + 64, FaultChecks.Permission + PageLevel);
        FaultChecks.Write(ref context, MachineState.Boot.TextEnd - 8, FaultChecks.Permission + PageLevel);
        FaultChecks.Write(ref context, MachineState.Boot.TextEnd, FaultChecks.Permission + PageLevel);
        FaultChecks.Write(ref context, MachineState.Boot.ReadOnlyEnd - 8, FaultChecks.Permission + PageLevel);
    }

    // The direct map is writable: the kernel's text, data and tables have no second address in it.
    // Read-only data is left out: the archive lies there, and is mapped read-only.
    [Test]
    private static void ImageHasNoAlias(ref TestContext context)
    {
        ulong toPhysical = MachineState.Boot.ImagePhysicalBase - MachineState.Boot.ImageStart;
        ulong aliases = 0;
        for (ulong at = MachineState.Boot.ImageStart; at < MachineState.Boot.BootTablesEnd; at += FrameSize.Bytes)
        {
            bool isReadOnlyData = at >= MachineState.Boot.TextEnd && at < MachineState.Boot.ReadOnlyEnd;
            bool isMapped = (Cpu.TranslateRead(DirectMap.ToVirtual(new PhysicalAddress(at + toPhysical)).Value) & 1) == 0;
            aliases += isMapped && !isReadOnlyData ? 1u : 0;
        }

        context.Equal(0, aliases, "pages of the image that the direct map has, too"u8);
        context.Check((Cpu.TranslateRead(DirectMap.ToVirtual(KernelMemory.Tables.Root).Value) & 1) == 0, "a frame is in the direct map"u8);
    }

    [Test]
    private static void DataIsNotExecutable(ref TestContext context)
    {
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        FaultChecks.Execute(ref context, MachineState.Boot.TextEnd, FaultChecks.Permission + PageLevel);
        FaultChecks.Execute(ref context, MachineState.Boot.ReadOnlyEnd, FaultChecks.Permission + PageLevel);
        FaultChecks.Execute(ref context, MachineState.Boot.BootTablesEnd - 8, FaultChecks.Permission + PageLevel);
        FaultChecks.Execute(ref context, Cpu.GetFramePointer() & ~15UL, FaultChecks.Permission + PageLevel);
        FaultChecks.Execute(ref context, MemoryLayout.DeviceTreeWindowBase, FaultChecks.Permission + PageLevel);

        // The direct map consists of leaves of any size; the tables say which one this is.
        VirtualAddress direct = DirectMap.ToVirtual(frame.Value);
        Result<Translation> translation = KernelMemory.Tables.Translate(direct);
        context.Check(translation.IsOk, "the direct map holds the frame"u8);
        FaultChecks.Execute(ref context, direct.Value, FaultChecks.Permission + (uint)translation.Value.Size);
        context.Equal(0, (ulong)KernelMemory.Frames.Free(frame.Value, FrameUse.Test), "the frame goes back (error code)"u8);
    }

    [Test]
    private static void GuardPages(ref TestContext context)
    {
        ulong slot = MemoryLayout.StackRegionBase;
        ulong mainStart = slot + MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes;
        ulong emergencyEnd = slot + MemoryLayout.EmergencyStackTop;
        ulong emergencyStart = emergencyEnd - MemoryLayout.EmergencyStackSizeBytes;
        FaultChecks.Write(ref context, mainStart - 8, FaultChecks.Translation + PageLevel);
        FaultChecks.Write(ref context, mainStart - FrameSize.Bytes, FaultChecks.Translation + PageLevel);
        FaultChecks.Write(ref context, emergencyEnd, FaultChecks.Translation + PageLevel);
        FaultChecks.Write(ref context, emergencyStart - 8, FaultChecks.Translation + PageLevel);
        FaultChecks.Read(ref context, slot, FaultChecks.Translation + PageLevel);
    }

    // TTBR0_EL1 is off in the kernel, or its root is empty: the walk ends at the first level.
    [Test]
    private static void PageZero(ref TestContext context)
    {
        FaultChecks.Read(ref context, 0, FaultChecks.Translation);
        FaultChecks.Read(ref context, 8, FaultChecks.Translation);
        FaultChecks.Write(ref context, FrameSize.Bytes - 8, FaultChecks.Translation);
        FaultChecks.Execute(ref context, 0, FaultChecks.Translation);
    }

    [Test]
    private static void UnmappedPages(ref TestContext context)
    {
        FaultChecks.Read(ref context, MemoryLayout.ScratchBase, FaultChecks.Translation);
        FaultChecks.Write(ref context, MemoryLayout.ScratchBase, FaultChecks.Translation);
        FaultChecks.Execute(ref context, MemoryLayout.ScratchBase, FaultChecks.Translation);
        FaultChecks.Write(ref context, MemoryLayout.DirectMapBase + MemoryLayout.DirectMapSizeBytes - 8, FaultChecks.Translation);

        // Neither half: bits 63:48 must be alike.
        FaultChecks.Read(ref context, 0x0010_0000_0000_0000, FaultChecks.Translation);
    }

    [Test]
    private static void MapAndAlias(ref TestContext context)
    {
        DirectMap memory = default;
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        ulong address = ScratchPage.Value;
        if (!MapPage(ref context, ScratchPage, frame.Value))
        {
            return;
        }

        memory.Write64(frame.Value + 16, FirstMark);
        FaultChecks.Readable(ref context, address + 16, FirstMark, "what was written through the direct map"u8);
        memory.Write64(frame.Value + 24, FirstMark);
        FaultChecks.Writable(ref context, address + 24);
        context.Equal(0, memory.Read64(frame.Value + 24), "what was written through the mapping"u8);
        FaultChecks.Execute(ref context, address, FaultChecks.Permission + PageLevel);
        FaultChecks.Read(ref context, address + FrameSize.Bytes, FaultChecks.Translation + PageLevel);
        Result<Translation> translation = KernelMemory.Tables.Translate(new VirtualAddress(address + 0x123));
        context.Equal(frame.Value.Value + 0x123, translation.Value.Address.Value, "the tables' own answer"u8);
        context.Equal((ulong)MappingSize.Page4KiB, (ulong)translation.Value.Size, "its size (level)"u8);
        UnmapAndFree(ref context, ScratchPage, frame.Value);
    }

    // The TLB has seen each state before the next one is made.
    [Test]
    private static void ProtectTakesEffect(ref TestContext context)
    {
        DirectMap memory = default;
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        ulong address = ScratchPage.Value;
        if (!MapPage(ref context, ScratchPage, frame.Value))
        {
            return;
        }

        FaultChecks.Writable(ref context, address);
        memory.Write64(frame.Value, FirstMark);
        context.Equal(
            0,
            (ulong)KernelMemory.Tables.Protect(ScratchPage, FrameSize.Bytes, Protection.KernelReadOnly).Complete(),
            "read-only (error code)"u8);
        FaultChecks.Write(ref context, address, FaultChecks.Permission + PageLevel);
        FaultChecks.Readable(ref context, address, FirstMark, "a read of the read-only page"u8);
        context.Equal(
            0,
            (ulong)KernelMemory.Tables.Protect(ScratchPage, FrameSize.Bytes, Protection.KernelReadWrite).Complete(),
            "writable again (error code)"u8);
        FaultChecks.Writable(ref context, address);
        context.Equal(0, memory.Read64(frame.Value), "what was written then"u8);
        UnmapAndFree(ref context, ScratchPage, frame.Value);
    }

    [Test]
    private static void UnmapTakesEffect(ref TestContext context)
    {
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        VirtualAddress neighbour = new(ScratchPage.Value + FrameSize.Bytes);
        if (!MapPage(ref context, ScratchPage, frame.Value) || !MapPage(ref context, neighbour, frame.Value))
        {
            return;
        }

        FaultChecks.Readable(ref context, ScratchPage.Value, 0, "the mapped page"u8);
        context.Equal(0, (ulong)KernelMemory.Tables.Unmap(ScratchPage, FrameSize.Bytes).Complete(), "unmap (error code)"u8);
        FaultChecks.Read(ref context, ScratchPage.Value, FaultChecks.Translation + PageLevel);
        FaultChecks.Write(ref context, ScratchPage.Value + 8, FaultChecks.Translation + PageLevel);
        FaultChecks.Readable(ref context, neighbour.Value, 0, "the page beside it"u8);
        UnmapAndFree(ref context, neighbour, frame.Value);

        // The last page of a table also removed the tables.
        FaultChecks.Read(ref context, neighbour.Value, FaultChecks.Translation);
    }

    [Test]
    private static void RemapTakesEffect(ref TestContext context)
    {
        DirectMap memory = default;
        Result<PhysicalAddress> first = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        Result<PhysicalAddress> second = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        memory.Write64(first.Value, FirstMark);
        memory.Write64(second.Value, SecondMark);
        for (int i = 0; i < 4; i++)
        {
            bool even = (i & 1) == 0;
            if (MapPage(ref context, ScratchPage, even ? first.Value : second.Value))
            {
                FaultChecks.Readable(ref context, ScratchPage.Value, even ? FirstMark : SecondMark, "the frame mapped last"u8);
                context.Equal(0, (ulong)KernelMemory.Tables.Unmap(ScratchPage, FrameSize.Bytes).Complete(), "unmap (error code)"u8);
            }
        }

        context.Equal(0, (ulong)KernelMemory.Frames.Free(first.Value, FrameUse.Test), "the first frame goes back (error code)"u8);
        context.Equal(0, (ulong)KernelMemory.Frames.Free(second.Value, FrameUse.Test), "the second frame goes back (error code)"u8);
    }

    // One page of a mapped block gets other rights: its 511 neighbours do not change.
    [Test]
    private static void BlockSplitUnderUse(ref TestContext context)
    {
        DirectMap memory = default;
        ref TranslationTable<DirectMap, TableFrames, HardwareTlb> tables = ref KernelMemory.Tables;
        Result<PhysicalAddress> block = KernelMemory.Frames.AllocateBlock(FrameUse.Test);
        ErrorCode mapped = tables.Map(ScratchBlock, block.Value, FrameSize.BlockBytes, Protection.KernelReadWrite, MemoryKind.Normal);
        if (!context.Equal(0, (ulong)block.Error, "a block (error code)"u8)
            || !context.Equal(0, (ulong)mapped, "its mapping (error code)"u8))
        {
            return;
        }

        for (ulong page = 0; page < FrameSize.BlockBytes; page += FrameSize.Bytes)
        {
            memory.Write64(block.Value + page, FirstMark + page);
        }

        ulong start = ScratchBlock.Value;
        ulong middle = start + (FrameSize.BlockBytes / 2);
        context.Equal(FrameSize.BlockFrames, PagesThatRead(start, FirstMark), "pages right in the block"u8);
        FaultChecks.Execute(ref context, middle, FaultChecks.Permission + BlockLevel);
        context.Equal(
            0,
            (ulong)tables.Protect(new VirtualAddress(middle), FrameSize.Bytes, Protection.KernelReadOnly).Complete(),
            "one page read-only (error code)"u8);
        FaultChecks.Write(ref context, middle, FaultChecks.Permission + PageLevel);
        FaultChecks.Writable(ref context, middle - 8);
        FaultChecks.Writable(ref context, middle + FrameSize.Bytes + 8);
        context.Equal(FrameSize.BlockFrames, PagesThatRead(start, FirstMark), "pages right after the split"u8);
        context.Equal((ulong)ErrorCode.InvalidState, (ulong)tables.Merge(ScratchBlock, MappingSize.Block2MiB), "merging different pages"u8);
        context.Equal(
            0,
            (ulong)tables.Protect(new VirtualAddress(middle), FrameSize.Bytes, Protection.KernelReadWrite).Complete(),
            "writable again (error code)"u8);
        context.Equal(0, (ulong)tables.Merge(ScratchBlock, MappingSize.Block2MiB), "merging equal pages (error code)"u8);
        context.Equal((ulong)MappingSize.Block2MiB, (ulong)tables.Translate(ScratchBlock).Value.Size, "level of the merged leaf"u8);
        FaultChecks.Writable(ref context, middle + 8);
        FaultChecks.Execute(ref context, middle, FaultChecks.Permission + BlockLevel);
        context.Equal(FrameSize.BlockFrames, PagesThatRead(start, FirstMark), "pages right after the merge"u8);
        context.Equal(0, (ulong)tables.Unmap(ScratchBlock, FrameSize.BlockBytes).Complete(), "unmap (error code)"u8);
        FaultChecks.Read(ref context, middle, FaultChecks.Translation);
        context.Equal(
            0,
            (ulong)KernelMemory.Frames.FreeRun(block.Value, FrameSize.BlockFrames, FrameUse.Test),
            "the block goes back (error code)"u8);
    }

    private static ulong PagesThatRead(ulong start, ulong mark)
    {
        ulong count = 0;
        for (ulong page = 0; page < FrameSize.BlockBytes; page += FrameSize.Bytes)
        {
            count += Faults.Read(start + page) == mark + page ? 1UL : 0;
        }

        return count;
    }

    // The MMU's own report about an address.
    [Test]
    private static void AttributesInForce(ref TestContext context)
    {
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        ExpectAttributes(ref context, frame.Value, MemoryKind.Normal, MemoryAttributes.NormalWriteBack);
        ExpectAttributes(ref context, frame.Value, MemoryKind.NormalNonCached, MemoryAttributes.NonCacheable);
        ExpectAttributes(ref context, frame.Value, MemoryKind.Device, MemoryAttributes.DevicenGnRE);
        ulong direct = Cpu.TranslateRead(DirectMap.ToVirtual(frame.Value).Value);
        context.Equal(MemoryAttributes.NormalWriteBack, direct >> ParAttributesShift, "attributes of the direct map"u8);
        context.Equal(frame.Value.Value, direct & ParAddressMask, "output address of the direct map"u8);
        context.Check((Cpu.TranslateRead(8) & ParFailed) != 0, "page 0 does not translate"u8);
        context.Equal(0, (ulong)KernelMemory.Frames.Free(frame.Value, FrameUse.Test), "the frame goes back (error code)"u8);
    }

    private static void ExpectAttributes(ref TestContext context, PhysicalAddress frame, MemoryKind kind, ulong attributes)
    {
        ErrorCode mapped = KernelMemory.Tables.Map(ScratchPage, frame, FrameSize.Bytes, Protection.KernelReadOnly, kind);
        context.Equal(0, (ulong)mapped, "a mapping of that kind (error code)"u8);
        ulong result = Cpu.TranslateRead(ScratchPage.Value);
        context.Check((result & ParFailed) == 0, "it translates"u8);
        context.Equal(frame.Value, result & ParAddressMask, "output address"u8);
        context.Equal(attributes, result >> ParAttributesShift, "attributes as in MAIR_EL1"u8);
        context.Equal(0, (ulong)KernelMemory.Tables.Unmap(ScratchPage, FrameSize.Bytes).Complete(), "unmap (error code)"u8);
    }

    [Test]
    private static void RefusedMappings(ref TestContext context)
    {
        ref TranslationTable<DirectMap, TableFrames, HardwareTlb> tables = ref KernelMemory.Tables;
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        VirtualAddress before = new(ScratchPage.Value - FrameSize.Bytes);
        MapPage(ref context, ScratchPage, frame.Value);
        context.Equal(
            (ulong)ErrorCode.AlreadyExists,
            (ulong)Try(ScratchPage, frame.Value, FrameSize.Bytes, Protection.KernelReadWrite),
            "mapping a page twice"u8);
        context.Equal(
            (ulong)ErrorCode.AlreadyExists,
            (ulong)Try(before, frame.Value, 2 * FrameSize.Bytes, Protection.KernelReadWrite),
            "two pages, the second one taken"u8);
        FaultChecks.Read(ref context, before.Value, FaultChecks.Translation);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)Try(new VirtualAddress(FrameSize.Bytes), frame.Value, FrameSize.Bytes, Protection.KernelReadWrite),
            "an address of the other half"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)Try(before, frame.Value + 8, FrameSize.Bytes, Protection.KernelReadWrite),
            "an output within a frame"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)Try(before, frame.Value, FrameSize.Bytes, Protection.UserReadWrite),
            "user rights in the kernel's half"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidArgument,
            (ulong)Try(before, new PhysicalAddress(1UL << 52), FrameSize.Bytes, Protection.KernelReadWrite),
            "an output beyond physical memory"u8);
        context.Equal((ulong)ErrorCode.NotFound, (ulong)tables.Translate(before).Error, "what was refused is not mapped"u8);
        context.Equal((ulong)ErrorCode.NotFound, (ulong)tables.Unmap(before, FrameSize.Bytes).Complete(), "unmapping what is not mapped"u8);
        UnmapAndFree(ref context, ScratchPage, frame.Value);
    }

    // While an unmap's flush is owed, nothing can be mapped, so a lost one is noticed.
    [Test]
    private static void OwedFlush(ref TestContext context)
    {
        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(FrameUse.Test);
        MapPage(ref context, ScratchPage, frame.Value);
        TlbFlush<DirectMap, TableFrames, HardwareTlb> flush = KernelMemory.Tables.Unmap(ScratchPage, FrameSize.Bytes);
        context.Equal(1, KernelMemory.Tables.OwedFlushes, "flushes owed after an unmap"u8);
        context.Equal(
            (ulong)ErrorCode.InvalidState,
            (ulong)Try(ScratchPage, frame.Value, FrameSize.Bytes, Protection.KernelReadWrite),
            "a mapping while a flush is owed"u8);
        context.Equal(0, (ulong)flush.Complete(), "the flush (error code)"u8);
        context.Equal(0, KernelMemory.Tables.OwedFlushes, "flushes owed after it"u8);
        MapPage(ref context, ScratchPage, frame.Value);
        UnmapAndFree(ref context, ScratchPage, frame.Value);
    }

    private static ErrorCode Try(VirtualAddress address, PhysicalAddress output, ulong sizeBytes, Protection protection) =>
        KernelMemory.Tables.Map(address, output, sizeBytes, protection, MemoryKind.Normal);

    private static bool MapPage(ref TestContext context, VirtualAddress page, PhysicalAddress frame) =>
        context.Equal(0, (ulong)Try(page, frame, FrameSize.Bytes, Protection.KernelReadWrite), "mapping a page (error code)"u8);

    private static void UnmapAndFree(ref TestContext context, VirtualAddress page, PhysicalAddress frame)
    {
        context.Equal(0, (ulong)KernelMemory.Tables.Unmap(page, FrameSize.Bytes).Complete(), "unmapping the page (error code)"u8);
        context.Equal(0, (ulong)KernelMemory.Frames.Free(frame, FrameUse.Test), "its frame goes back (error code)"u8);
    }
}
