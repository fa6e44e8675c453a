using System.Runtime.CompilerServices;
using RustKernel.Arm64;
using RustKernel.Memory;
using RustKernel.Memory.Frames;
using RustKernel.Memory.Map;
using RustKernel.Memory.Paging;
using RustKernel.Objects;
using RustKernel.Panic;
using RustKernel.Syscalls;

namespace RustKernel.Spaces;

/// <summary>
/// Memory objects: makes them, finds their pages, frees them. Pages are charged to the owner's frames. Under the kernel
/// lock.
/// </summary>
public static partial class MemoryObjects
{
    /// <summary>Largest object of <see cref="CreateContiguous"/>: what one entry into the kernel may clear.</summary>
    public const ulong MostDmaBytes = FrameAllocator<DirectMap>.MostSmallFrames << FrameSize.Shift;

    private const int EntryShift = 9;
    private const ulong EntryMask = (1ul << EntryShift) - 1;
    private const uint RootEntries = 1u << EntryShift;
    private const uint EmptiesPerUnit = 16;

    private static DirectMap Memory => default;

    /// <summary>
    /// Makes an object whose pages are zero until written and allocated when touched.
    /// InvalidArgument: empty, not in pages, above <see cref="MemoryObject.MaximumBytes"/>;
    /// OutOfMemory.
    /// </summary>
    public static Result<Slot<MemoryObject>> CreateAnonymous(Slot<Process> owner, ulong sizeBytes)
    {
        if (sizeBytes == 0 || (sizeBytes & FrameSize.Mask) != 0 || sizeBytes > MemoryObject.MaximumBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<Slot<MemoryObject>> slot = KernelObjects.Allocate<MemoryObject>(owner);
        if (slot.IsOk)
        {
            ref MemoryObject memory = ref KernelObjects.Memory(slot.Value);
            memory.SizeBytes = sizeBytes;
            if (!owner.IsNone)
            {
                KernelObjects.Process(owner).PromisedFrames += MostFrames(in memory);
            }
        }

        return slot;
    }

    /// <summary>
    /// Makes an object whose pages, at most <see cref="MostDmaBytes"/> in all, exist at once: zeros, in a row, below
    /// <paramref name="limitExclusive"/> (0: anywhere); <paramref name="start"/> is the address of the first. Otherwise as
    /// <see cref="CreateAnonymous"/>: its pages are freed when nothing refers to it. InvalidArgument: empty, not in pages,
    /// more; OutOfMemory: quota, or no such run is free.
    /// </summary>
    public static Result<Slot<MemoryObject>> CreateContiguous(
        Slot<Process> owner, ulong sizeBytes, ulong limitExclusive, out PhysicalAddress start)
    {
        start = default;
        if (sizeBytes > MostDmaBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        Result<Slot<MemoryObject>> slot = CreateAnonymous(owner, sizeBytes);
        if (!slot.IsOk)
        {
            return slot;
        }

        ref MemoryObject memory = ref KernelObjects.Memory(slot.Value);
        Result<PhysicalAddress> run = TakeRun(ref memory, limitExclusive);
        if (!run.IsOk)
        {
            // Its tables, if it has any, go the way of all objects.
            ObjectReferences.Release(slot.Value);
            return run.Error;
        }

        memory.IsForDma = true;
        start = run.Value;
        return slot;
    }

    /// <summary>
    /// Makes an object over physical memory that does not belong to the allocator: device registers; or memory that
    /// start-up keeps, the boot archive and the device tree. Only this method maps that into the direct map, because
    /// calls read memory objects through it. InvalidArgument: not in pages, above
    /// <see cref="MemoryObject.MaximumBytes"/>, or memory beyond the direct map; AlreadyExists: memory in the direct
    /// map, which has another owner; OutOfMemory.
    /// </summary>
    public static Result<Slot<MemoryObject>> CreateFixed(Slot<Process> owner, PhysicalAddress start, ulong sizeBytes, MemoryKind kind)
    {
        if (sizeBytes == 0
            || sizeBytes > MemoryObject.MaximumBytes
            || ((start.Value | sizeBytes) & FrameSize.Mask) != 0
            || start.Value + sizeBytes < start.Value
            || start.Value + sizeBytes > 1ul << 48)
        {
            return ErrorCode.InvalidArgument;
        }

        ErrorCode error = kind == MemoryKind.Device ? ErrorCode.None : KernelMemory.MapKept(start, sizeBytes);
        if (error != ErrorCode.None)
        {
            return error;
        }

        Result<Slot<MemoryObject>> slot = KernelObjects.Allocate<MemoryObject>(owner);
        if (slot.IsOk)
        {
            ref MemoryObject memory = ref KernelObjects.Memory(slot.Value);
            memory.SizeBytes = sizeBytes;
            memory.Base = start.Value;
            memory.Kind = kind;
            memory.IsFixed = true;
        }

        return slot;
    }

    /// <summary>
    /// Makes an object over device registers. A page of them has one object at a time, as long as there is a handle or a mapping: a
    /// process that could map a neighbour's page would reach the neighbour's device. InvalidArgument, OutOfMemory as
    /// <see cref="CreateFixed"/>; AlreadyExists: another object has one of the pages. Looks at every memory object.
    /// </summary>
    public static Result<Slot<MemoryObject>> CreateDevice(Slot<Process> owner, PhysicalAddress start, ulong sizeBytes)
    {
        for (uint i = 1; i < KernelObjects.MemoryLimit; i++)
        {
            ref MemoryObject other = ref KernelObjects.Memory(i);
            bool isDevice = other.Header.References != 0 && other.Kind == MemoryKind.Device;
            if (isDevice && (start.Value - other.Base < other.SizeBytes || other.Base - start.Value < sizeBytes))
            {
                return ErrorCode.AlreadyExists;
            }
        }

        return CreateFixed(owner, start, sizeBytes, MemoryKind.Device);
    }

    /// <summary>
    /// The most frames that the object can ever have: its pages, a table for each 512 of them, the root. None for fixed memory.
    /// </summary>
    public static ulong MostFrames(in MemoryObject memory)
    {
        ulong pages = memory.SizeBytes >> FrameSize.Shift;
        return memory.IsFixed ? 0 : pages + ((pages + EntryMask) >> EntryShift) + 1;
    }

    /// <summary>
    /// The frame of the page at <paramref name="offset"/>, a multiple of 4096. NotFound: it has none and
    /// should not be created, or lies outside; OutOfMemory: quota or frames;
    /// <see cref="LongCall.Again"/>, when it should be created: it belongs to a block that is being
    /// cleared.
    /// </summary>
    public static Result<PhysicalAddress> Page(ref MemoryObject memory, ulong offset, bool create)
    {
        if (offset >= memory.SizeBytes)
        {
            return ErrorCode.NotFound;
        }

        if (memory.IsFixed)
        {
            return new PhysicalAddress(memory.Base + offset);
        }

        Result<PhysicalAddress> leaf = Table(ref memory, offset, create);
        if (!leaf.IsOk)
        {
            return leaf.Error;
        }

        if (IsBlock(leaf.Value.Value))
        {
            return PageOfBlock(ref memory, offset, leaf.Value.Value, create);
        }

        PhysicalAddress entry = leaf.Value + (((offset >> FrameSize.Shift) & EntryMask) << 3);
        ulong frame = Memory.Read64(entry);
        if (frame != 0 || !create)
        {
            return frame != 0 ? new PhysicalAddress(frame) : ErrorCode.NotFound;
        }

        Result<PhysicalAddress> made = Take(ref memory, FrameUse.User);
        if (made.IsOk)
        {
            Memory.Write64(entry, made.Value.Value);
            if (offset < memory.Source.SizeBytes)
            {
                CopySource(ref memory, offset, made.Value);
            }
        }

        return made;
    }

    /// <summary>
    /// The address of the word with the frame address of the page at <paramref name="offset"/>; one word follows for each later
    /// page in the same 2 MiB of the object. 0: there is no table for it, or those are a block. For an anonymous object with a
    /// page, and an offset within it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhysicalAddress FramesAt(ref MemoryObject memory, ulong offset)
    {
        ulong table = Memory.Read64(RootEntry(ref memory, offset));
        return new PhysicalAddress(table == 0 || IsBlock(table) ? 0 : table + (((offset >> FrameSize.Shift) & EntryMask) << 3));
    }

    /// <summary>
    /// Makes the first <paramref name="sizeBytes"/> bytes of <paramref name="memory"/>, which has no page yet, a
    /// copy of object <paramref name="source"/> from <paramref name="offset"/> (a multiple of 4096) on, page by
    /// page when touched. The source must not change. A page that it lacks is zero.
    /// </summary>
    public static void CopyFrom(ref MemoryObject memory, Slot<MemoryObject> source, ulong offset, ulong sizeBytes)
    {
        ObjectReferences.Retain(source);
        memory.Source.Object = source.Index;
        memory.Source.Offset = offset;
        memory.Source.SizeBytes = sizeBytes;
    }

    /// <summary>
    /// Gives <paramref name="memory"/> the page at <paramref name="offset"/>, with the contents of
    /// another object's page: the work of a pager. AlreadyExists; otherwise as <see cref="Page"/>.
    /// </summary>
    public static ErrorCode Supply(ref MemoryObject memory, ulong offset, PhysicalAddress contents)
    {
        if (Page(ref memory, offset, create: false).IsOk)
        {
            return ErrorCode.AlreadyExists;
        }

        Result<PhysicalAddress> page = Page(ref memory, offset, create: true);
        if (page.IsOk)
        {
            CopyFrame(contents, page.Value);
        }

        return page.Error;
    }

    // At most a page; bytes after the end of the source in its last word stay zero.
    private static void CopySource(ref MemoryObject memory, ulong offset, PhysicalAddress to)
    {
        Result<PhysicalAddress> from = Page(ref KernelObjects.Memory(memory.Source.Object), memory.Source.Offset + offset, create: false);
        if (!from.IsOk)
        {
            return;
        }

        ulong left = memory.Source.SizeBytes - offset;
        uint end = (uint)(left < FrameSize.Bytes ? left : FrameSize.Bytes);
        uint at = 0;
        for (; at + 8 <= end; at += 8)
        {
            Memory.Write64(to, at, Memory.Read64(from.Value, at));
        }

        if (at < end)
        {
            ulong mask = (1ul << (int)((end - at) * 8)) - 1;
            Memory.Write64(to, at, Memory.Read64(from.Value, at) & mask);
        }
    }

    /// <summary>Copies 4096 bytes.</summary>
    public static void CopyFrame(PhysicalAddress from, PhysicalAddress to)
    {
        for (uint i = 0; i < FrameSize.Bytes; i += 8)
        {
            Memory.Write64(to, i, Memory.Read64(from, i));
        }
    }

    /// <summary>No one refers to it any more. False: <see cref="FreeStep"/> has to free its frames first.</summary>
    public static bool TakeApart(ref MemoryObject memory)
    {
        if (memory.Pager.Port != 0)
        {
            ObjectReferences.Release(new Slot<Port>(memory.Pager.Port));
            memory.Pager.Port = 0;
        }

        if (memory.Source.Object != 0)
        {
            ObjectReferences.Release(new Slot<MemoryObject>(memory.Source.Object));
            memory.Source.Object = 0;
        }

        return memory.IsFixed || memory.Base == 0;
    }

    /// <summary>Frees frames of a memory object that no one refers to, one for each unit. True: none is left.</summary>
    public static bool FreeStep(ref MemoryObject memory, ref uint units)
    {
        PhysicalAddress root = new(memory.Base);
        uint before = memory.Frames;
        for (; memory.FreeCursor < RootEntries && units != 0; memory.FreeCursor++)
        {
            // The table gets all remaining units: a step of one unit that paid for the look first would make no progress.
            ulong table = Memory.Read64(root, memory.FreeCursor * 8);
            if (IsBlock(table))
            {
                GiveBlock(ref memory, table);
                Teardown.Spend(ref units, UnitsPerBlock);
            }
            else if (table != 0 && !FreeTableStep(ref memory, new PhysicalAddress(table), ref units))
            {
                break;
            }

            Teardown.Spend(ref units, (memory.FreeCursor & (EmptiesPerUnit - 1)) == 0 ? 1u : 0);
        }

        bool isEmpty = memory.FreeCursor == RootEntries;
        if (isEmpty)
        {
            Give(ref memory, root, FrameUse.KernelObjects);
            memory.Base = 0;
        }

        if (memory.Header.Owner != 0)
        {
            KernelObjects.Process(memory.Header.Owner).RefundMemory(before - memory.Frames);
        }

        return isEmpty;
    }

    // Frees the pages of one table from LeafCursor on, then the table. False: units are used up.
    private static bool FreeTableStep(ref MemoryObject memory, PhysicalAddress table, ref uint units)
    {
        for (; memory.LeafCursor < RootEntries; memory.LeafCursor++)
        {
            if (units == 0)
            {
                return false;
            }

            ulong frame = Memory.Read64(table, memory.LeafCursor * 8);
            Teardown.Spend(ref units, frame != 0 || (memory.LeafCursor & (EmptiesPerUnit - 1)) == 0 ? 1u : 0);
            if (frame != 0)
            {
                Give(ref memory, new PhysicalAddress(frame), FrameUse.User);
            }
        }

        memory.LeafCursor = 0;
        Give(ref memory, table, FrameUse.KernelObjects);
        return true;
    }

    // The table of the 2 MiB around the offset, or the root's entry of their block.
    private static Result<PhysicalAddress> Table(ref MemoryObject memory, ulong offset, bool create)
    {
        ErrorCode error = memory.Base != 0 ? ErrorCode.None : create ? MakeRoot(ref memory) : ErrorCode.NotFound;
        if (error != ErrorCode.None)
        {
            return error;
        }

        PhysicalAddress entry = RootEntry(ref memory, offset);
        ulong table = Memory.Read64(entry);
        if (table != 0 || !create)
        {
            return table != 0 ? new PhysicalAddress(table) : ErrorCode.NotFound;
        }

        Result<PhysicalAddress> made = Take(ref memory, FrameUse.KernelObjects);
        if (made.IsOk)
        {
            Memory.Write64(entry, made.Value.Value);
        }

        return made;
    }

    private static ErrorCode MakeRoot(ref MemoryObject memory)
    {
        Result<PhysicalAddress> root = Take(ref memory, FrameUse.KernelObjects);
        memory.Base = root.IsOk ? root.Value.Value : 0;
        return root.Error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PhysicalAddress RootEntry(ref MemoryObject memory, ulong offset) =>
        new(memory.Base + ((offset >> (FrameSize.Shift + EntryShift)) << 3));

    private static Result<PhysicalAddress> Take(ref MemoryObject memory, FrameUse use)
    {
        uint owner = memory.Header.Owner;
        if (owner != 0 && KernelObjects.Process(owner).ChargeMemory(1) != ErrorCode.None)
        {
            return ErrorCode.OutOfMemory;
        }

        Result<PhysicalAddress> frame = KernelMemory.Frames.AllocateZeroed(use);
        if (frame.IsOk)
        {
            memory.Frames++;
        }
        else if (owner != 0)
        {
            KernelObjects.Process(owner).RefundMemory(1);
        }

        return frame;
    }

    // Allocates the pages of an object without any, which fit into one table.
    private static Result<PhysicalAddress> TakeRun(ref MemoryObject memory, ulong limitExclusive)
    {
        Result<PhysicalAddress> table = Table(ref memory, 0, create: true);
        if (!table.IsOk)
        {
            return table;
        }

        ulong frames = memory.SizeBytes >> FrameSize.Shift;
        uint owner = memory.Header.Owner;
        if (owner != 0 && KernelObjects.Process(owner).ChargeMemory(frames) != ErrorCode.None)
        {
            return ErrorCode.OutOfMemory;
        }

        ulong limit = limitExclusive == 0 ? MemoryMap.AddressLimitExclusive : limitExclusive;
        Result<PhysicalAddress> run = KernelMemory.Frames.AllocateSmallRun(frames, FrameUse.User, limit);
        if (!run.IsOk)
        {
            if (owner != 0)
            {
                KernelObjects.Process(owner).RefundMemory(frames);
            }

            return run;
        }

        Memory.Fill(run.Value, memory.SizeBytes, 0);
        memory.Frames += (uint)frames;
        for (uint i = 0; i < (uint)frames; i++)
        {
            Memory.Write64(table.Value, i * 8, run.Value.Value + ((ulong)i << FrameSize.Shift));
        }

        return run;
    }

    private static void Give(ref MemoryObject memory, PhysicalAddress frame, FrameUse use)
    {
        memory.Frames--;
        if (KernelMemory.Frames.Free(frame, use) != ErrorCode.None)
        {
            KernelPanic.Because("a memory object's frame was not the allocator's"u8);
        }
    }
}
