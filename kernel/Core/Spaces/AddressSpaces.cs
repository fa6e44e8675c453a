// The lower half: whose tables are active on a CPU, what a process has mapped where, and what a fault means.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Smp;
using RustKernel.Syscalls;

namespace RustKernel.Spaces;

/// <summary>Address spaces of processes. Under the kernel lock.</summary>
public static class AddressSpaces
{
    /// <summary>User addresses lie below this; page 0 is never mapped.</summary>
    public const ulong LimitExclusive = 1ul << 47;

    private const int AsidShift = 48;
    private const ulong BlockMask = FrameSize.BlockBytes - 1;
    private const uint RegionFrames = 1;

    // The list of regions grows once, to this size: then one entry can move all that an insertion moves.
    private const uint MostRegionFrames = 5;

    // Existing pages are entered at once in regions up to this size, or up to the other size in fixed ones; larger ones fill when touched.
    private const ulong EagerBytes = 64 * FrameSize.Bytes;
    private const ulong EagerCodeBytes = 16 * FrameSize.Bytes;
    private const ulong EagerFixedBytes = 128 * FrameSize.Bytes;

    // How much a fault enters of a fixed region that is not in whole blocks.
    private const ulong WindowBytes = 64 * FrameSize.Bytes;

    // The entries of tables that one call looks at (TranslationTable.Release). It starts at the region's start each
    // time: a gigabyte with nothing mapped has 513, and up to 1,022 more in the tables at its edges, which others
    // share. So each call has enough left for a table that it removes, 512.
    private const uint StepEntries = 2304;

    // For a part of an object that loses its pages: each piece may remove a table, whose 512 entries are looked at.
    private const uint MostPieces = 32;

    private static AsidAllocator s_asids;
    private static int s_physicalAddressBits;

    /// <summary>Generations of ASIDs so far.</summary>
    public static ulong AsidGenerations => s_asids.Generation;

    /// <summary>
    /// Once, at start. <paramref name="mostAsids"/>: as in <see cref="Scheduling.UserLoop.Start"/>,
    /// at least <see cref="LeastAsids"/> or 0.
    /// </summary>
    public static void Start(int physicalAddressBits, int asidBits, uint mostAsids)
    {
        s_physicalAddressBits = physicalAddressBits;
        s_asids.Initialize(asidBits);
        if (mostAsids != 0 && mostAsids < s_asids.Limit)
        {
            s_asids.InitializeWith(mostAsids);
        }
    }

    /// <summary>
    /// The ASIDs that this machine needs: each CPU keeps its active one through a change of
    /// generation, and one more must be free.
    /// </summary>
    public static uint LeastAsids => (uint)Processors.SlotCount + 1;

    /// <summary>
    /// Makes the process in <paramref name="slot"/> the one on this CPU. Returns its TTBR0_EL1, or 0 when that is already active.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Enter(ref CpuBlock cpu, Slot<Process> slot)
    {
        if (cpu.CurrentProcess == slot.Index)
        {
            return 0;
        }

        ref Process process = ref KernelObjects.Process(slot);
        if (process.Ttbr == 0)
        {
            TakeAsid(ref process);
        }

        cpu.CurrentProcess = slot.Index;
        return process.Ttbr;
    }

    /// <summary>True when the process in <paramref name="slot"/> has an ASID that is valid now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasCurrentAsid(Slot<Process> slot) => KernelObjects.Process(slot).Ttbr != 0;

    /// <summary>
    /// <see cref="Enter(ref CpuBlock, Slot{Process})"/> for a process that <see cref="HasCurrentAsid"/> and is not active.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EnterCurrent(ref CpuBlock cpu, Slot<Process> slot)
    {
        cpu.CurrentProcess = slot.Index;
        return KernelObjects.Process(slot).Ttbr;
    }

    /// <summary>Leaves this CPU without a process.</summary>
    public static void Leave(ref CpuBlock cpu)
    {
        if (cpu.CurrentProcess != 0)
        {
            cpu.CurrentProcess = 0;
            UserState.LeaveAddressSpace();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeAsid(ref Process process)
    {
        ulong tag = s_asids.Take(out bool isNewGeneration);
        if (isNewGeneration)
        {
            for (uint i = 1; i < KernelObjects.ProcessLimit; i++)
            {
                KernelObjects.Process(i).Ttbr = 0;
            }

            for (int i = 0; i < PerCpu.MaximumCpus; i++)
            {
                uint running = PerCpu.At(i).CurrentProcess;
                if (running != 0)
                {
                    ref Process kept = ref KernelObjects.Process(running);
                    SetTag(ref kept, s_asids.Keep(i, kept.AsidTag));
                }
            }

            Tlb.InvalidateAll();
            Tlb.Complete();
            tag = s_asids.Take(out _);
        }

        SetTag(ref process, tag);
        process.Tables.Retag(new Asid((ushort)tag));
    }

    private static void SetTag(ref Process process, ulong tag)
    {
        process.AsidTag = tag;
        process.Ttbr = process.Tables.Root.Value | (tag << AsidShift);
    }

    /// <summary>Tables and the list of regions for a new process. OutOfMemory.</summary>
    public static ErrorCode Create(ref Process process)
    {
        ErrorCode error = process.Frames.Charge(RegionFrames + 1);
        if (error != ErrorCode.None)
        {
            return error;
        }

        Result<PhysicalAddress> regions = KernelMemory.Frames.Allocate(FrameUse.KernelObjects);
        error = regions.Error;
        if (error == ErrorCode.None)
        {
            error = process.Tables.Initialize(default, default, default, AddressHalf.Lower, default, s_physicalAddressBits);
            if (error != ErrorCode.None)
            {
                Give(regions.Value, FrameUse.KernelObjects);
            }
        }

        if (error != ErrorCode.None)
        {
            _ = process.Frames.Refund(RegionFrames + 1);
            return error;
        }

        process.Regions = new FrameArray<Region>(regions.Value, FrameSize.Bytes);
        return ErrorCode.None;
    }

    /// <summary>
    /// Frees a part of what <see cref="Create"/> and <see cref="Map"/> took, one table or region for
    /// each unit. The tables are active on no CPU. True: nothing is left.
    /// </summary>
    public static bool DestroyStep(ref Process process, ref uint units)
    {
        process.Ttbr = 0;
        if (process.Tables.Root.Value != 0)
        {
            ulong before = process.Tables.Statistics.TableFrames;
            Result<bool> isGone = process.Tables.DestroyStep(ref units);
            if (!isGone.IsOk)
            {
                KernelPanic.Because("the tables of a process cannot be taken down"u8);
            }

            _ = process.Frames.Refund(before - process.Tables.Statistics.TableFrames);
            if (!isGone.Value)
            {
                return false;
            }
        }

        for (; process.RegionCount != 0; Teardown.Spend(ref units, 1))
        {
            if (units == 0)
            {
                return false;
            }

            process.RegionCount--;
            ObjectReferences.Release(new Slot<MemoryObject>(process.Regions[process.RegionCount].Object));
        }

        GiveRegions(ref process);
        process.Regions = default;
        process.AsidTag = 0;
        process.Ttbr = 0;
        return true;
    }

    /// <summary>
    /// Maps <paramref name="sizeBytes"/> bytes of memory object <paramref name="slot"/> from
    /// <paramref name="offset"/> at <paramref name="address"/>. InvalidArgument: not aligned,
    /// empty, outside user addresses or the object; AlreadyExists: part of the range is taken;
    /// OutOfMemory: quota, regions or frames.
    /// </summary>
    public static ErrorCode Map(
        ref Process process,
        Slot<MemoryObject> slot,
        ulong offset,
        ulong address,
        ulong sizeBytes,
        Protection protection,
        Rights most)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        if (!IsLegal(address, sizeBytes)
            || (offset & FrameSize.Mask) != 0
            || offset > memory.SizeBytes
            || sizeBytes > memory.SizeBytes - offset)
        {
            return ErrorCode.InvalidArgument;
        }

        uint at = FindBehind(ref process, address);
        if (at < process.RegionCount && process.Regions.Known(at).Start < address + sizeBytes)
        {
            return ErrorCode.AlreadyExists;
        }

        if (!HasRoom(ref process, 1, ref at, address))
        {
            return ErrorCode.OutOfMemory;
        }

        if (sizeBytes != FrameSize.Bytes || !TryEnterPage(ref process, ref memory, offset, address, protection))
        {
            ErrorCode error = memory.IsFixed
                ? MapFixed(ref process, ref memory, offset, address, sizeBytes, protection)
                : EnterPages(ref process, ref memory, offset, address, sizeBytes, protection);
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        ref Region region = ref MakeRoom(ref process, at);
        region.Start = address;
        region.SizeBytes = sizeBytes;
        region.Offset = offset;
        region.Protection = protection;
        region.Object = slot.Index;
        region.Most = most;
        memory.Header.References++;
        if (memory.Mapper != process.Header.Slot)
        {
            memory.Mapper = memory.Mapper == 0 ? process.Header.Slot : MemoryObject.ManyMappers;
        }

        return ErrorCode.None;
    }

    /// <summary>
    /// Removes all mappings from a range. NotFound: there are none; OutOfMemory: the range splits a region, and there is no room
    /// for the second part; <see cref="LongCall.Again"/>: it is long or spans regions, repeat the call.
    /// </summary>
    public static ErrorCode Unmap(ref Process process, ulong address, ulong sizeBytes)
    {
        uint at = FindBehind(ref process, address);
        ErrorCode error = CheckWithin(ref process, at, address, sizeBytes);
        return error == ErrorCode.None ? UnmapWithin(ref process, at, address, sizeBytes)
            : error == ErrorCode.NotFound ? UnmapSpan(ref process, at, address, address + sizeBytes)
            : error;
    }

    // Unmaps the first region's part of a range, which may have holes. Each repetition of the call finds fewer regions, so it ends.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ErrorCode UnmapSpan(ref Process process, uint at, ulong address, ulong end)
    {
        if (at >= process.RegionCount || process.Regions.Known(at).Start >= end)
        {
            return ErrorCode.NotFound;
        }

        ulong from = Larger(address, process.Regions.Known(at).Start);
        ulong to = Smaller(end, EndOf(ref process, at));
        ErrorCode error = UnmapWithin(ref process, at, from, to - from);
        if (error != ErrorCode.None)
        {
            return error;
        }

        at = FindBehind(ref process, to);
        return at < process.RegionCount && process.Regions.Known(at).Start < end ? LongCall.Again : ErrorCode.None;
    }

    /// <summary>
    /// Removes pages of object <paramref name="slot"/>, at most 2 MiB of it and no block, from the process's tables; its
    /// regions stay. InvalidState: the process maps more pages than that, one of them twice, or in more pieces than one entry
    /// may remove; <see cref="LongCall.Again"/>: repeat the call.
    /// </summary>
    public static ErrorCode LeavePages(ref Process process, Slot<MemoryObject> slot, ulong offset, ulong sizeBytes)
    {
        ulong left = sizeBytes;
        uint pieces = 0;
        for (uint at = 0; at < process.RegionCount; at++)
        {
            ulong shown = Shown(in process.Regions.Known(at), slot, offset, sizeBytes, out _);
            pieces += shown != 0 ? 1u : 0;
            if (shown > left || pieces > MostPieces)
            {
                return ErrorCode.InvalidState;
            }

            left -= shown;
        }

        ErrorCode error = ErrorCode.None;
        for (uint at = 0; at < process.RegionCount && error == ErrorCode.None; at++)
        {
            ulong shown = Shown(in process.Regions.Known(at), slot, offset, sizeBytes, out ulong address);
            error = shown == 0 ? ErrorCode.None : Release(ref process, address, shown, hasBlocks: false);
        }

        return error;
    }

    // How much of a part of the object the region maps, and where.
    private static ulong Shown(in Region region, Slot<MemoryObject> slot, ulong offset, ulong sizeBytes, out ulong address)
    {
        ulong from = Larger(offset, region.Offset);
        ulong to = Smaller(offset + sizeBytes, region.Offset + region.SizeBytes);
        address = region.Start + (from - region.Offset);
        return region.Object == slot.Index && to > from ? to - from : 0;
    }

    private static ulong Larger(ulong a, ulong b) => a > b ? a : b;

    private static ulong Smaller(ulong a, ulong b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ErrorCode UnmapWithin(ref Process process, uint at, ulong address, ulong sizeBytes)
    {
        ErrorCode error;
        if (!TryLeave(ref process, address, sizeBytes))
        {
            error = Release(ref process, address, sizeBytes, MayHaveBlocks(process.Regions.Known(at).Object));
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        ref Region region = ref process.Regions.Known(at);
        if (region.SizeBytes != sizeBytes)
        {
            return Cut(ref process, at, address, sizeBytes, null);
        }

        Slot<MemoryObject> slot = new(region.Object);
        CloseGap(ref process, at);
        ObjectReferences.ReleaseMemory(slot);
        return ErrorCode.None;
    }

    // Pages where nothing else changes: no table is added or freed, no block is split.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryLeave(ref Process process, ulong address, ulong sizeBytes) =>
        sizeBytes == FrameSize.Bytes ? process.Tables.TryUnmapPage(new VirtualAddress(address))
        : sizeBytes <= EagerBytes
            && process.Tables.TryUnmapPages(new VirtualAddress(address), (uint)(sizeBytes >> FrameSize.Shift));

    /// <summary>
    /// Changes the rights of a range without holes to <paramref name="rights"/>; <paramref name="protection"/> is the same for the
    /// translation table. AccessDenied: a part was mapped with fewer rights; InvalidArgument: a device's memory as code; NotFound: a
    /// part is not mapped; the other errors as <see cref="Unmap"/>.
    /// </summary>
    public static ErrorCode Protect(ref Process process, ulong address, ulong sizeBytes, Protection protection, Rights rights)
    {
        if (!IsLegal(address, sizeBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        // Checks the whole range before anything changes. In a repeated call, the regions that it changed have the rights already.
        ulong end = address + sizeBytes;
        uint changes = uint.MaxValue;
        uint at = FindBehind(ref process, address);
        for (ulong next = address; next < end; next = EndOf(ref process, at++))
        {
            ErrorCode error = CheckRights(ref process, at, next, protection, rights);
            if (error != ErrorCode.None)
            {
                return error;
            }

            changes = changes == uint.MaxValue && !process.Regions.Known(at).Protection.Is(protection) ? at : changes;
        }

        if (changes == uint.MaxValue)
        {
            return ErrorCode.None;
        }

        ulong from = Larger(address, process.Regions.Known(changes).Start);
        ulong to = Smaller(end, EndOf(ref process, changes));
        ErrorCode result = ProtectWithin(ref process, changes, from, to - from, protection);
        return result == ErrorCode.None && to < end ? LongCall.Again : result;
    }

    // True when the address is in region `at`, and its pages may have the rights. A device's pages are never executable: a CPU may
    // prefetch instructions, and a read can have effects.
    private static ErrorCode CheckRights(ref Process process, uint at, ulong address, Protection protection, Rights rights)
    {
        if (at >= process.RegionCount || process.Regions.Known(at).Start > address)
        {
            return ErrorCode.NotFound;
        }

        ref Region region = ref process.Regions.Known(at);
        return (rights & ~region.Most) != 0 ? ErrorCode.AccessDenied
            : protection.IsExecutable && KernelObjects.Memory(region.Object).Kind == MemoryKind.Device ? ErrorCode.InvalidArgument
            : ErrorCode.None;
    }

    private static ErrorCode ProtectWithin(ref Process process, uint at, ulong address, ulong sizeBytes, Protection protection)
    {
        // Removes all pages from the table; an access enters each again with the new rights. The region changes after that, so a
        // page never has rights that differ from its region's.
        ErrorCode error = Release(ref process, address, sizeBytes, MayHaveBlocks(process.Regions[at].Object));
        return error == ErrorCode.None ? Cut(ref process, at, address, sizeBytes, protection) : error;
    }

    /// <summary>
    /// Makes the page of <paramref name="address"/> accessible if the process may access it in this way. None: try again.
    /// Unmapped, Permission, OutOfMemory: a fault. Machine in <paramref name="wait"/>: its pager must supply it first.
    /// </summary>
    public static FaultClass Resolve(ref Process process, ulong address, bool isWrite, bool isExecute, out bool wait, out Region region)
    {
        wait = false;
        region = default;
        uint at = FindBehind(ref process, address);
        if (at == process.RegionCount || address < process.Regions[at].Start)
        {
            return FaultClass.Unmapped;
        }

        region = process.Regions[at];
        if (!region.Protection.IsUser || (isWrite && !region.Protection.IsWritable) || (isExecute && !region.Protection.IsExecutable))
        {
            return FaultClass.Permission;
        }

        ulong page = address & ~FrameSize.Mask;
        if (process.Tables.Translate(new VirtualAddress(page)).IsOk)
        {
            // Another thread was faster.
            return FaultClass.None;
        }

        ref MemoryObject memory = ref KernelObjects.Memory(region.Object);
        if (memory.IsFixed)
        {
            return EnterFixed(ref process, ref memory, in region, page) == ErrorCode.None ? FaultClass.None : FaultClass.OutOfMemory;
        }

        ulong offset = region.Offset + (page - region.Start);
        Result<PhysicalAddress> frame = MemoryObjects.Page(ref memory, offset, create: memory.Pager.Port == 0);
        if (!frame.IsOk)
        {
            wait = frame.Error == ErrorCode.NotFound;
            return wait || frame.Error == LongCall.Again ? FaultClass.None : FaultClass.OutOfMemory;
        }

        if (memory.HasBlocks && MemoryObjects.IsWholeBlock(ref memory, offset)
            && EnterBlock(ref process, in region, page, frame.Value.Value, memory.Kind))
        {
            return FaultClass.None;
        }

        if (region.Protection.IsExecutable)
        {
            UserState.PublishCode(DirectMap.ToVirtual(frame.Value).Value, FrameSize.Bytes);
        }

        return EnterPage(ref process, page, frame.Value.Value, region.Protection, memory.Kind) == ErrorCode.None
            ? FaultClass.None
            : FaultClass.OutOfMemory;
    }

    // The 2 MiB block around the page, if the region has all of it, aligned, and none of its pages is mapped.
    private static bool EnterBlock(ref Process process, in Region region, ulong page, ulong output, MemoryKind kind)
    {
        ulong block = page & ~BlockMask;
        return block >= region.Start && region.Start + region.SizeBytes - block >= FrameSize.BlockBytes
            && ((page ^ output) & BlockMask) == 0
            && !region.Protection.IsExecutable
            && Enter(
                ref process,
                block,
                output - (page - block),
                FrameSize.BlockBytes,
                region.Protection,
                kind,
                MappingSize.Block2MiB) == ErrorCode.None;
    }

    // The block around the page; else the pages around it; or only the page, when some of those are mapped.
    private static ErrorCode EnterFixed(ref Process process, ref MemoryObject memory, in Region region, ulong page)
    {
        ulong output = memory.Base + region.Offset - region.Start;
        if (EnterBlock(ref process, in region, page, output + page, memory.Kind))
        {
            return ErrorCode.None;
        }

        ulong end = region.Start + region.SizeBytes;
        ulong from = page & ~(WindowBytes - 1);
        from = from < region.Start ? region.Start : from;
        ulong to = (page & ~(WindowBytes - 1)) + WindowBytes;
        to = to > end ? end : to;
        PublishFixed(ref memory, region.Protection, output + from, to - from);
        return Enter(ref process, from, output + from, to - from, region.Protection, memory.Kind, MappingSize.Page4KiB) == ErrorCode.None
            ? ErrorCode.None
            : Enter(ref process, page, output + page, FrameSize.Bytes, region.Protection, memory.Kind, MappingSize.Page4KiB);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ErrorCode MapFixed(
        ref Process process,
        ref MemoryObject memory,
        ulong offset,
        ulong address,
        ulong sizeBytes,
        Protection protection)
    {
        if (sizeBytes > EagerFixedBytes || !protection.IsUser)
        {
            return ErrorCode.None;
        }

        PublishFixed(ref memory, protection, memory.Base + offset, sizeBytes);
        return Enter(ref process, address, memory.Base + offset, sizeBytes, protection, memory.Kind, MappingSize.Page4KiB);
    }

    // Code of the boot archive was loaded as data: CPUs may fetch it once it is published. Done before each entry, in every
    // process: once would be enough, but would need a record for each page.
    private static void PublishFixed(ref MemoryObject memory, Protection protection, ulong physical, ulong sizeBytes)
    {
        if (protection.IsExecutable && memory.Kind == MemoryKind.Normal)
        {
            UserState.PublishCode(DirectMap.ToVirtual(new PhysicalAddress(physical)).Value, sizeBytes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ErrorCode EnterPage(ref Process process, ulong address, ulong output, Protection protection, MemoryKind kind) =>
        process.Tables.TryMapPage(new VirtualAddress(address), new PhysicalAddress(output), protection, kind)
            ? ErrorCode.None
            : Enter(ref process, address, output, FrameSize.Bytes, protection, kind, MappingSize.Page4KiB);

    private static ErrorCode Enter(
        ref Process process,
        ulong address,
        ulong output,
        ulong sizeBytes,
        Protection protection,
        MemoryKind kind,
        MappingSize largest)
    {
        ulong before = process.Tables.Statistics.TableFrames;
        ErrorCode error = process.Tables.Map(
            new VirtualAddress(address),
            new PhysicalAddress(output),
            sizeBytes,
            protection,
            kind,
            largest);
        ulong added = process.Tables.Statistics.TableFrames - before;
        if (error == ErrorCode.None && added != 0 && process.Frames.Charge(added) != ErrorCode.None)
        {
            uint all = uint.MaxValue;
            _ = process.Tables.Release(new VirtualAddress(address), sizeBytes, hasBlocks: false, ref all).Complete();
            return ErrorCode.OutOfMemory;
        }

        return error;
    }

    // One page of data that the object has, when there is a table for it: nearly every call for a single page.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEnterPage(ref Process process, ref MemoryObject memory, ulong offset, ulong address, Protection protection)
    {
        if (memory.IsFixed || memory.Base == 0 || !protection.IsUserData)
        {
            return false;
        }

        PhysicalAddress entry = MemoryObjects.FramesAt(ref memory, offset);
        ulong frame = entry.Value == 0 ? 0 : default(DirectMap).Read64(entry);
        return frame != 0
            && process.Tables.TryMapPage(new VirtualAddress(address), new PhysicalAddress(frame), protection, memory.Kind);
    }

    private static ErrorCode EnterPages(
        ref Process process,
        ref MemoryObject memory,
        ulong offset,
        ulong address,
        ulong sizeBytes,
        Protection protection)
    {
        if (sizeBytes > (protection.IsExecutable ? EagerCodeBytes : EagerBytes) || memory.Base == 0 || !protection.IsUser)
        {
            return ErrorCode.None;
        }

        for (ulong done = 0; done < sizeBytes;)
        {
            // As far as one table of the object and one of the process reach.
            ulong inObject = (offset + done) & BlockMask;
            ulong inProcess = (address + done) & BlockMask;
            ulong bytes = FrameSize.BlockBytes - (inObject > inProcess ? inObject : inProcess);
            bytes = bytes < sizeBytes - done ? bytes : sizeBytes - done;
            ErrorCode error = EnterRun(ref process, ref memory, offset + done, address + done, bytes, protection);
            if (error != ErrorCode.None)
            {
                _ = Release(ref process, address, sizeBytes, hasBlocks: false);
                return error;
            }

            done += bytes;
        }

        return ErrorCode.None;
    }

    // Pages that the object already has.
    private static ErrorCode EnterRun(
        ref Process process,
        ref MemoryObject memory,
        ulong offset,
        ulong address,
        ulong sizeBytes,
        Protection protection)
    {
        PhysicalAddress frames = MemoryObjects.FramesAt(ref memory, offset);
        if (frames.Value == 0)
        {
            return ErrorCode.None;
        }

        uint count = (uint)(sizeBytes >> FrameSize.Shift);
        if (!protection.IsExecutable && process.Tables.TryMapPages(new VirtualAddress(address), count, frames, protection, memory.Kind))
        {
            return ErrorCode.None;
        }

        for (uint i = 0; i < count; i++)
        {
            ulong frame = default(DirectMap).Read64(frames + (i * 8ul));
            if (frame == 0)
            {
                continue;
            }

            if (protection.IsExecutable)
            {
                UserState.PublishCode(DirectMap.ToVirtual(new PhysicalAddress(frame)).Value, FrameSize.Bytes);
            }

            ErrorCode error = EnterPage(ref process, address + ((ulong)i << FrameSize.Shift), frame, protection, memory.Kind);
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        return ErrorCode.None;
    }

    private static bool MayHaveBlocks(uint slot)
    {
        ref MemoryObject memory = ref KernelObjects.Memory(slot);
        return memory.IsFixed || memory.HasBlocks;
    }

    private static ErrorCode Release(ref Process process, ulong address, ulong sizeBytes, bool hasBlocks)
    {
        if (hasBlocks && !HasRoomToSplit(ref process, address, address + sizeBytes))
        {
            return ErrorCode.OutOfMemory;
        }

        uint entries = StepEntries;
        ulong before = process.Tables.Statistics.TableFrames;
        ErrorCode error = process.Tables.Release(new VirtualAddress(address), sizeBytes, hasBlocks, ref entries).Complete();
        ChargeTables(ref process, before);
        return error == ErrorCode.None && entries == 0 ? LongCall.Again : error;
    }

    // Checks, before anything changes, that the quota has room for the tables needed to split blocks at the range's edges.
    private static bool HasRoomToSplit(ref Process process, ulong start, ulong end)
    {
        ulong tables = TablesToSplit(ref process, start, out ulong cut) + TablesToSplit(ref process, end, out ulong other);
        tables -= cut == other && tables == 2 ? 1u : 0;
        return tables == 0 || (process.Frames.Used < process.Frames.Limit && tables <= process.Frames.Limit - process.Frames.Used);
    }

    // 1 for a block of 2 MiB, 2 for one of 1 GiB, 0 where a leaf begins or nothing is mapped; block: where it begins.
    private static ulong TablesToSplit(ref Process process, ulong edge, out ulong block)
    {
        Result<Translation> leaf = process.Tables.Translate(new VirtualAddress(edge));
        block = leaf.IsOk ? edge & ~(leaf.Value.Size.Bytes() - 1) : edge;
        return block == edge ? 0 : (ulong)(MappingSize.Page4KiB - leaf.Value.Size);
    }

    // A split may have added tables, a release may have freed some.
    private static void ChargeTables(ref Process process, ulong before)
    {
        ulong now = process.Tables.Statistics.TableFrames;
        if (now < before)
        {
            _ = process.Frames.Refund(before - now);
        }
        else if (now > before)
        {
            // It cannot fail: without room for it, the split was refused.
            _ = process.Frames.Charge(now - before);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLegal(ulong address, ulong sizeBytes) =>
        sizeBytes != 0
            && ((address | sizeBytes) & FrameSize.Mask) == 0
            && address >= FrameSize.Bytes
            && address < LimitExclusive
            && sizeBytes <= LimitExclusive - address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ErrorCode CheckWithin(ref Process process, uint at, ulong address, ulong sizeBytes)
    {
        if (!IsLegal(address, sizeBytes))
        {
            return ErrorCode.InvalidArgument;
        }

        if (at >= process.RegionCount)
        {
            return ErrorCode.NotFound;
        }

        ref Region region = ref process.Regions.Known(at);
        return address >= region.Start && sizeBytes <= region.Start + region.SizeBytes - address ? ErrorCode.None : ErrorCode.NotFound;
    }

    // The first region that ends after the address.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FindBehind(ref Process process, ulong address)
    {
        uint hint = process.RegionHint;
        if (hint >= process.RegionCount || EndOf(ref process, hint) <= address)
        {
            return SearchBehind(ref process, address);
        }

        return hint == 0 || EndOf(ref process, hint - 1) <= address ? hint : SearchBehind(ref process, address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EndOf(ref Process process, uint at)
    {
        ref Region region = ref process.Regions.Known(at);
        return region.Start + region.SizeBytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint SearchBehind(ref Process process, ulong address)
    {
        uint low = 0;
        uint high = process.RegionCount;
        while (low < high)
        {
            uint middle = (low + high) / 2;
            ref Region region = ref process.Regions.Known(middle);
            if (region.Start + region.SizeBytes > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        process.RegionHint = low;
        return low;
    }

    private static void Insert(ref Process process, uint at, Region region) => MakeRoom(ref process, at) = region;

    // Makes room for that many more regions. This may join regions, so it looks up the first region after the address again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasRoom(ref Process process, uint more, ref uint at, ulong address) =>
        process.RegionCount + more <= process.Regions.Capacity || FindRoom(ref process, more, ref at, address);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FindRoom(ref Process process, uint more, ref uint at, ulong address)
    {
        Unite(ref process);
        at = FindBehind(ref process, address);
        return process.RegionCount + more <= process.Regions.Capacity || Grow(ref process);
    }

    // Joins neighbours that continue each other. Changing rights, and mapping memory piece by piece, leave many.
    private static void Unite(ref Process process)
    {
        uint last = 0;
        for (uint i = 1; i < process.RegionCount; i++)
        {
            ref Region region = ref process.Regions.Known(last);
            ref Region next = ref process.Regions.Known(i);
            if (region.IsContinuedBy(in next))
            {
                region.SizeBytes += next.SizeBytes;
                ObjectReferences.ReleaseMemory(new Slot<MemoryObject>(next.Object));
            }
            else if (++last != i)
            {
                process.Regions.Known(last) = next;
            }
        }

        process.RegionCount = process.RegionCount == 0 ? 0 : last + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Grow(ref Process process)
    {
        if (FramesOf(in process.Regions) == MostRegionFrames || process.Frames.Charge(MostRegionFrames) != ErrorCode.None)
        {
            return false;
        }

        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateSmallRun(MostRegionFrames, FrameUse.KernelObjects);
        if (!run.IsOk)
        {
            _ = process.Frames.Refund(MostRegionFrames);
            return false;
        }

        FrameArray<Region> more = new(run.Value, MostRegionFrames * FrameSize.Bytes);
        for (uint i = 0; i < process.RegionCount; i++)
        {
            more.Known(i) = process.Regions.Known(i);
        }

        GiveRegions(ref process);
        process.Regions = more;
        return true;
    }

    private static uint FramesOf(in FrameArray<Region> regions) =>
        regions.Capacity * FrameArray<Region>.ElementSizeBytes > FrameSize.Bytes ? MostRegionFrames : RegionFrames;

    private static void GiveRegions(ref Process process)
    {
        uint frames = FramesOf(in process.Regions);
        if (KernelMemory.Frames.FreeRun(process.Regions.Start, frames, FrameUse.KernelObjects) != ErrorCode.None)
        {
            KernelPanic.Because("a process's regions were not the allocator's"u8);
        }

        _ = process.Frames.Refund(frames);
    }

    // Moves the regions from at on up by one; the caller then writes the one at at.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Region MakeRoom(ref Process process, uint at)
    {
        for (uint i = process.RegionCount; i > at; i--)
        {
            process.Regions.Known(i) = process.Regions.Known(i - 1);
        }

        process.RegionCount++;
        return ref process.Regions.Known(at);
    }

    // Moves the regions after at down by one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CloseGap(ref Process process, uint at)
    {
        for (uint i = at + 1; i < process.RegionCount; i++)
        {
            process.Regions.Known(i - 1) = process.Regions.Known(i);
        }

        process.RegionCount--;
    }

    // Removes a part of region at (or gives it other rights): the part before it stays, the part after it becomes a region of its own.
    private static ErrorCode Cut(ref Process process, uint at, ulong address, ulong sizeBytes, Protection? protection)
    {
        // A second time for a region that was joined with a neighbour, and so has more parts.
        uint parts = Parts(in process.Regions.Known(at), address, sizeBytes, protection.HasValue);
        if (!HasRoom(ref process, parts - 1, ref at, address)
            || !HasRoom(ref process, Parts(in process.Regions.Known(at), address, sizeBytes, protection.HasValue) - 1, ref at, address))
        {
            return ErrorCode.OutOfMemory;
        }

        Region whole = process.Regions[at];
        ulong before = address - whole.Start;
        ulong behind = whole.SizeBytes - before - sizeBytes;
        CloseGap(ref process, at);
        uint next = at;
        if (before != 0)
        {
            InsertPart(ref process, next++, whole, 0, before, whole.Protection);
        }

        if (protection.HasValue)
        {
            InsertPart(ref process, next++, whole, before, sizeBytes, protection.Value);
        }

        if (behind != 0)
        {
            InsertPart(ref process, next, whole, before + sizeBytes, behind, whole.Protection);
        }

        ObjectReferences.Release(new Slot<MemoryObject>(whole.Object));
        return ErrorCode.None;
    }

    private static uint Parts(in Region whole, ulong address, ulong sizeBytes, bool staysMapped) =>
        (address != whole.Start ? 1u : 0)
            + (staysMapped ? 1u : 0)
            + (address + sizeBytes != whole.Start + whole.SizeBytes ? 1u : 0);

    private static void InsertPart(ref Process process, uint at, Region whole, ulong from, ulong sizeBytes, Protection protection)
    {
        Insert(
            ref process,
            at,
            new Region
            {
                Start = whole.Start + from,
                SizeBytes = sizeBytes,
                Offset = whole.Offset + from,
                Protection = protection,
                Object = whole.Object,
                Most = whole.Most
            });
        ObjectReferences.Retain(new Slot<MemoryObject>(whole.Object));
    }

    private static void Give(PhysicalAddress frame, FrameUse use)
    {
        if (KernelMemory.Frames.Free(frame, use) != ErrorCode.None)
        {
            KernelPanic.Because("a process's frame was not the allocator's"u8);
        }
    }
}
