// The heap: blocks of equal slots for objects up to 8 KiB, runs of units for larger ones, at fixed addresses. Objects never move. Addresses
// come in extents, each a memory object. A new extent has at least a quarter of the size of all earlier ones, so there are few, whatever
// the heap's size; an object of 1 MiB or more has its own while they are few. A completely free extent is given back; the pages of other
// free units stay, for reuse. An extent of 8 MiB or more begins at a multiple of 2 MiB and gets its pages in pieces of that size, which the
// kernel maps as one block.
//
// A slot is a header (8 bytes before the object: bit 0 the collector's mark, the rest the object's monitor), then the object; a free slot
// is zero except for its first word, which links to the next. Small objects come from the thread's own lists (Start.S); everything here is
// under one lock. Pages are committed by a system call before they are touched, so the end of the quota is an exception, not a fault.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static unsafe class Heap
{
    // SAFETY (whole file): every address written is a slot, a block or a table of the heap's own
    // mappings, which only this class and the collector touch.
    internal const ulong Base = 0x10_0000_0000;
    internal const int UnitShift = 16;
    internal const uint UnitBytes = 1u << UnitShift;
    internal const int MaximumUnits = 65536;
    private const int MaximumExtents = 64;
    private const int ExtentsForLarge = 40;
    private const int LeastExtentUnits = 16;
    private const uint OwnExtentBytes = 1 << 20;
    private const ulong LargestExtentBytes = 1ul << 30;
    private const int UnitsAtOnce = 32;
    private const int LeastUnitsInBlocks = 4 * UnitsAtOnce;
    private const ulong TablesBase = 0xF_0000_0000;
    private const uint PageBytes = 4096;
    private const uint LargestSmall = 8192;
    private const ulong ReserveBytes = 8 * PageBytes;
    private const uint EmergencyBytes = 4 * PageBytes;
    private const Rights ReadWrite = Rights.Read | Rights.Write;
    private const ulong TablesBytes =
        ((ulong)MaximumUnits * 48) + 65536 + NativeMemory.Bytes + (Collector.StackEntries * 8) + EmergencyBytes + PageBytes;

    // Bytes that a thread takes at once for its list of one size.
    private const uint ListBytes = 4096;

    private static RuntimeLock s_lock;
    private static uint s_interval;
    private static uint s_untilDue;
    private static uint s_random;
    private static byte* s_classOf;
    private static SizeClass* s_classes;
    private static int s_classCount;
    private static Extent* s_extents;
    private static int s_extentCount;
    private static int s_firstFree;
    private static Handle<Memory> s_tables;
    private static ulong s_tablesEnd;
    private static Handle<Memory> s_reserve;

    /// <summary>The lock of everything here, of the collector and of the list of threads.</summary>
    internal static ref RuntimeLock Lock => ref s_lock;

    /// <summary>Units, by address.</summary>
    internal static BlockInfo* Blocks { get; private set; }

    /// <summary>Units used so far.</summary>
    internal static int UnitEnd { get; private set; }

    /// <summary>Bytes allocated, or taken for lists, since the last collection.</summary>
    internal static ulong Young { get; set; }

    /// <summary>Bytes of young objects at which to collect.</summary>
    internal static ulong Threshold { get; set; } = 1 << 20;

    /// <summary>A count of allocations triggers collections (<see cref="SetStress"/>), and freed memory is poisoned.</summary>
    internal static bool Stress => s_interval != 0;

    /// <summary>Free slots may hold poison.</summary>
    internal static bool IsPoisoned { get; set; }

    internal static SizeClass* Classes => s_classes;

    internal static int ClassCount => s_classCount;

    /// <summary>The class whose slots have <paramref name="slotBytes"/>.</summary>
    internal static SizeClass* ClassOf(uint slotBytes) => s_classes + s_classOf[slotBytes >> 3];

    /// <summary>The end of the stack on which an overflow is reported.</summary>
    internal static ulong EmergencyStack => TablesBase + TablesBytes - PageBytes;

    /// <summary>Makes the tables; the page after them belongs to the first thread.</summary>
    internal static ThreadBlock* Start()
    {
        s_tables = MapNew(TablesBase, TablesBytes);
        if (s_tables.IsNone)
        {
            Native.FailFast();
        }

        Blocks = (BlockInfo*)TablesBase;
        s_classes = (SizeClass*)(TablesBase + ((ulong)MaximumUnits * 48));
        s_classOf = (byte*)(s_classes + 64);
        s_extents = (Extent*)(s_classOf + (LargestSmall / 8) + 8);
        Collector.Stack = (ulong*)(TablesBase + ((ulong)MaximumUnits * 48) + 65536);
        NativeMemory.Start((byte*)(Collector.Stack + Collector.StackEntries));
        uint size = 24;
        int index = 0;
        for (uint bytes = 0; bytes <= LargestSmall; bytes += 8)
        {
            if (bytes > size)
            {
                index++;
                size += Step(size);
            }

            s_classes[index].SlotBytes = size;
            s_classOf[bytes >> 3] = (byte)index;
        }

        s_classCount = index + 1;
        return (ThreadBlock*)(TablesBase + TablesBytes - PageBytes);
    }

    // Four sizes for each power of two, all multiples of 8.
    private static uint Step(uint size) => size < 64 ? 8 : 1u << (29 - System.Numerics.BitOperations.LeadingZeroCount(size));

    /// <summary>Makes an array for which the thread's lists have no room.</summary>
    [RuntimeExport("new_array_slowly")]
    private static byte* NewArraySlowly(MethodTable* type, nint length)
    {
        if ((ulong)length > int.MaxValue)
        {
            throw new OverflowException();
        }

        byte* made = Native.AllocateObject(type, (((ulong)length * type->ComponentSize) + type->BaseSize + 7) & ~7ul);
        *(int*)(made + 8) = (int)length;
        return made;
    }

    /// <summary>Another object with the same type and fields.</summary>
    internal static object Clone(object source)
    {
        ulong bytes = Collector.SizeOf((ulong)Exceptions.ToAddress(source));
        byte* made = Native.AllocateObject(source.m_pEEType, bytes);
        System.Buffer.Copy(made + 8, (byte*)Exceptions.ToAddress(source) + 8, (nuint)bytes - 16);
        return Exceptions.FromAddress((nint)made);
    }

    /// <summary>
    /// From now on one of <paramref name="interval"/> allocations collects, on average (1: each, 0: none); <paramref name="seed"/>
    /// determines which.
    /// </summary>
    internal static void SetStress(uint interval, uint seed)
    {
        s_lock.Acquire();
        s_interval = interval;
        s_untilDue = 1;
        s_random = seed;
        IsPoisoned = true;
        Collector.Collect();
        IsPoisoned = Stress;
        s_lock.Release();
    }

    private static bool IsDue()
    {
        if (!Stress || --s_untilDue != 0)
        {
            return false;
        }

        // Knuth's linear congruential generator; its low bits are poor.
        s_random = (s_random * 1664525) + 1013904223;
        s_untilDue = 1 + ((s_random >> 8) % ((2 * s_interval) - 1));
        return true;
    }

    [RuntimeExport("allocate_slowly")]
    private static byte* AllocateSlowly(MethodTable* type, ulong bytes)
    {
        s_lock.Acquire();
        if (IsDue() || Young >= Threshold)
        {
            Collector.Collect();
            TakeReserve();
        }

        ulong slot = Find(bytes);
        if (slot == 0)
        {
            Collector.Collect(keepsNothing: true);
            slot = Find(bytes);
        }

        if (slot != 0)
        {
            Take(slot, type, bytes);
        }
        else
        {
            Limits.Note(bytes);
            GiveReserve();
        }

        s_lock.Release();
        if (slot == 0)
        {
            Exceptions.ThrowOutOfMemory();
        }

        return (byte*)(slot + 8);
    }

    // A handler of an OutOfMemoryException touches new pages of stack and data: they come from the reserve, which is given up then. Small
    // programs, which never collect, have none.
    private static void TakeReserve()
    {
        if (!s_reserve.IsNone || Kernel.MemoryCreate(ReserveBytes, out s_reserve) != ErrorCode.None)
        {
            return;
        }

        for (ulong at = 0; at < ReserveBytes; at += PageBytes)
        {
            if (!Commit(s_reserve, at))
            {
                GiveReserve();
                return;
            }
        }
    }

    private static void GiveReserve()
    {
        _ = Kernel.HandleClose(s_reserve);
        s_reserve = default;
    }

    private static void Take(ulong slot, MethodTable* type, ulong bytes)
    {
        if (IsPoisoned)
        {
            new Span<byte>((void*)slot, (int)bytes).Clear();
        }

        *(ulong*)slot = 0;
        *(ulong*)(slot + 8) = (ulong)type;
        Young += bytes;
        if (bytes <= ThreadBlock.LargestListed && !Stress)
        {
            FillList(bytes);
        }
    }

    // The thread's list of this size is empty: gives it some of the class's free slots.
    private static void FillList(ulong bytes)
    {
        SizeClass* kind = s_classes + s_classOf[bytes >> 3];
        uint count = ListBytes / kind->SlotBytes;
        ulong first = kind->Free;
        ulong last = first;
        if (first == 0)
        {
            return;
        }

        while (--count > 0 && *(ulong*)last != 0)
        {
            Young += kind->SlotBytes;
            last = *(ulong*)last;
        }

        kind->Free = *(ulong*)last;
        *(ulong*)last = 0;
        Threads.Current->Free[(int)(bytes >> 3)] = first;
    }

    private static ulong Find(ulong bytes) => bytes <= LargestSmall ? FindSmall(s_classes + s_classOf[bytes >> 3]) : FindLarge(bytes);

    // A free slot: from the class's list, a swept block, a page not yet carved, or a new block.
    private static ulong FindSmall(SizeClass* kind)
    {
        while (kind->Free == 0)
        {
            if (kind->Blocks != 0)
            {
                BlockInfo* block = Blocks + (kind->Blocks - 1);
                kind->Blocks = block->Next;
                kind->Free = block->FreeSlots;
                block->FreeSlots = 0;
            }
            else if (!Carve(kind) && !NewBlock(kind))
            {
                return 0;
            }
        }

        ulong slot = kind->Free;
        kind->Free = *(ulong*)slot;
        return slot;
    }

    private static bool Carve(SizeClass* kind)
    {
        if (kind->Carving == 0)
        {
            return false;
        }

        uint unit = kind->Carving - 1;
        BlockInfo* block = Blocks + unit;
        ulong start = Base + ((ulong)unit << UnitShift);
        uint next = (block->Slots + 1) * kind->SlotBytes;
        if (next > UnitBytes)
        {
            kind->Carving = 0;
            return false;
        }

        uint ready = block->Ready;
        while (ready < next)
        {
            if (!MakePage(unit, ready))
            {
                return false;
            }

            ready += PageBytes;
            block->Ready = ready;
        }

        // The new slots in address order.
        uint count = block->Ready / kind->SlotBytes;
        ulong list = 0;
        for (uint i = count; i-- > block->Slots;)
        {
            ulong slot = start + (i * kind->SlotBytes);
            *(ulong*)slot = list;
            *(ulong*)(slot + 8) = 0;
            list = slot;
        }

        block->Slots = count;
        kind->Free = list;
        return true;
    }

    private static bool NewBlock(SizeClass* kind)
    {
        int unit = FindUnits(1, false);
        if (unit < 0)
        {
            return false;
        }

        BlockInfo* block = Blocks + unit;
        block->Kind = BlockInfo.Small;
        block->Size = kind->SlotBytes;
        block->Slots = 0;
        block->Ready = 0;
        block->FreeSlots = 0;
        kind->Carving = (uint)unit + 1;
        return true;
    }

    private static ulong FindLarge(ulong bytes)
    {
        if (bytes > LargestExtentBytes - PageBytes)
        {
            return 0;
        }

        ulong rounded = (bytes + PageBytes - 1) & ~(ulong)(PageBytes - 1);
        int count = (int)((rounded + UnitBytes - 1) >> UnitShift);
        int unit = FindUnits(count, rounded >= OwnExtentBytes && s_extentCount < ExtentsForLarge);
        if (unit < 0)
        {
            return 0;
        }

        for (ulong at = 0; at < rounded; at += PageBytes)
        {
            if (!MakePage((uint)unit + (uint)(at >> UnitShift), (uint)at & (UnitBytes - 1)))
            {
                Trim();
                return 0;
            }
        }

        Blocks[unit].Kind = BlockInfo.Large;
        Blocks[unit].Size = (uint)count;
        Blocks[unit].Bytes = (uint)rounded;
        for (int i = 1; i < count; i++)
        {
            Blocks[unit + i].Kind = BlockInfo.LargeRest;
            Blocks[unit + i].Size = (uint)i;
        }

        return Base + ((ulong)unit << UnitShift);
    }

    // Provides a page of zeros in place: makes it, or clears it if it was used before.
    private static bool MakePage(uint unit, uint offset)
    {
        BlockInfo* block = Blocks + unit;
        ulong address = Base + ((ulong)unit << UnitShift) + offset;
        if (offset < block->Committed)
        {
            new Span<byte>((void*)address, (int)PageBytes).Clear();
            return true;
        }

        Extent* extent = s_extents + block->Extent;
        if (!block->IsMade && !MakeAtOnce(extent, (int)unit) && !Commit(extent->Handle, address - extent->Start))
        {
            return false;
        }

        block->Committed = offset + PageBytes;
        return true;
    }

    // Makes the pages of all units in the 2 MiB around the unit; none has any yet. False: the extent gets them one by one.
    private static bool MakeAtOnce(Extent* extent, int unit)
    {
        int first = unit & ~(UnitsAtOnce - 1);
        const ulong bytes = (ulong)UnitsAtOnce << UnitShift;
        ulong offset = Base + ((ulong)first << UnitShift) - extent->Start;
        if (extent->IsInPages || offset > extent->Bytes - bytes)
        {
            return false;
        }

        if (Kernel.MemoryCommit(extent->Handle, offset, bytes) != ErrorCode.None)
        {
            extent->IsInPages = true;
            return false;
        }

        for (int i = first; i < first + UnitsAtOnce; i++)
        {
            Blocks[i].IsMade = true;
        }

        return true;
    }

    // Consecutive free units of one extent: existing ones, or of a new extent.
    private static int FindUnits(int count, bool isOwn)
    {
        int unit = isOwn ? -1 : FindFree(count);
        if (unit < 0)
        {
            int growth = isOwn ? count : Math.Max(count, Math.Max(LeastExtentUnits, UnitsInUse() / 4));
            unit = NewExtent(Math.Min(growth, (int)(LargestExtentBytes >> UnitShift)));
            unit = unit < 0 ? NewExtent(count) : unit;
        }

        return unit < 0 && isOwn ? FindFree(count) : unit;
    }

    private static int FindFree(int count)
    {
        int run = 0;
        for (int i = s_firstFree; i < UnitEnd; i++)
        {
            bool isFree = Blocks[i].Kind == BlockInfo.Reserved;
            run = !isFree ? 0 : run > 0 && Blocks[i].Extent == Blocks[i - 1].Extent ? run + 1 : 1;
            if (run == count)
            {
                // If only one was wanted, there is none below.
                s_firstFree = count == 1 ? i + 1 : s_firstFree;
                return i + 1 - count;
            }
        }

        return -1;
    }

    /// <summary>Bytes of the heap's extents.</summary>
    internal static ulong LiveBytes => (ulong)UnitsInUse() << UnitShift;

    private static int UnitsInUse()
    {
        ulong bytes = 0;
        for (int i = 0; i < MaximumExtents; i++)
        {
            bytes += s_extents[i].Bytes;
        }

        return (int)(bytes >> UnitShift);
    }

    private static int NewExtent(int count)
    {
        int slot = 0;
        while (slot < MaximumExtents && s_extents[slot].Bytes != 0)
        {
            slot++;
        }

        int unit = slot == MaximumExtents ? -1 : FindAddresses(count);
        ulong bytes = (ulong)count << UnitShift;
        if (unit < 0 || !MakeTable(unit + count))
        {
            return -1;
        }

        ulong start = Base + ((ulong)unit << UnitShift);
        Handle<Memory> handle = MapNew(start, bytes);
        if (handle.IsNone)
        {
            return -1;
        }

        s_extents[slot] = new Extent { Start = start, Bytes = bytes, Handle = handle, IsInPages = count < LeastUnitsInBlocks };
        s_extentCount++;
        for (int i = unit; i < unit + count; i++)
        {
            Blocks[i] = new BlockInfo { Kind = BlockInfo.Reserved, Extent = (uint)slot };
        }

        UnitEnd = Math.Max(UnitEnd, unit + count);
        s_firstFree = Math.Min(s_firstFree, unit);
        return unit;
    }

    private static int FindAddresses(int count)
    {
        int multiple = count < LeastUnitsInBlocks ? 1 : UnitsAtOnce;
        int first = 0;
        for (int i = 0; i < UnitEnd && i - first < count; i++)
        {
            first = Blocks[i].Kind == BlockInfo.Free ? first : (i + multiple) & ~(multiple - 1);
        }

        return first + count <= MaximumUnits ? first : -1;
    }

    // Makes the table's pages for the first `units` units: here, too, the end of the quota must not be a fault.
    private static bool MakeTable(int units)
    {
        for (ulong end = (ulong)units * (ulong)sizeof(BlockInfo); s_tablesEnd < end; s_tablesEnd += PageBytes)
        {
            if (!Commit(s_tables, s_tablesEnd))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Frees the units of a block or a large object; <see cref="Trim"/> gives back completely free extents.</summary>
    internal static void Release(int unit)
    {
        int count = Blocks[unit].Kind == BlockInfo.Large ? (int)Blocks[unit].Size : 1;
        s_firstFree = Math.Min(s_firstFree, unit);
        for (int i = unit; i < unit + count; i++)
        {
            Blocks[i] = new BlockInfo
            {
                Kind = BlockInfo.Reserved,
                Extent = Blocks[i].Extent,
                Committed = Blocks[i].Committed,
                IsMade = Blocks[i].IsMade,
            };
        }
    }

    /// <summary>Gives back completely free extents.</summary>
    internal static void Trim()
    {
        for (int i = 0; i < MaximumExtents; i++)
        {
            Extent* extent = s_extents + i;
            int first = (int)((extent->Start - Base) >> UnitShift);
            int count = (int)(extent->Bytes >> UnitShift);
            int free = 0;
            while (free < count && Blocks[first + free].Kind == BlockInfo.Reserved)
            {
                free++;
            }

            if (count == 0 || free < count)
            {
                continue;
            }

            Unmap(extent->Start, extent->Bytes, extent->Handle);
            new Span<BlockInfo>(Blocks + first, count).Clear();
            *extent = default;
            s_extentCount--;
        }
    }

    /// <summary>Maps permanent zero memory; the page at <paramref name="committed"/> is made now, the others when touched.</summary>
    internal static bool MapPages(ulong address, ulong bytes, ulong committed)
    {
        Handle<Memory> handle = MapNew(address, bytes);
        bool isGood = !handle.IsNone && Commit(handle, committed);
        if (isGood)
        {
            _ = Kernel.HandleClose(handle);
        }
        else if (!handle.IsNone)
        {
            Unmap(address, bytes, handle);
        }

        return isGood;
    }

    /// <summary>The same with a part of a memory object.</summary>
    internal static bool MapPart(Handle<Memory> memory, ulong offset, ulong address, ulong bytes, ulong committed)
    {
        if (Kernel.MemoryMap(default, memory, offset, address, bytes, ReadWrite) != ErrorCode.None)
        {
            return false;
        }

        bool isGood = Commit(memory, offset + committed);
        _ = isGood ? ErrorCode.None : Kernel.MemoryUnmap(default, address, bytes);
        return isGood;
    }

    private static Handle<Memory> MapNew(ulong address, ulong bytes)
    {
        if (Kernel.MemoryCreate(bytes, out Handle<Memory> handle) != ErrorCode.None)
        {
            return default;
        }

        if (Kernel.MemoryMap(default, handle, 0, address, bytes, ReadWrite) != ErrorCode.None)
        {
            _ = Kernel.HandleClose(handle);
            return default;
        }

        return handle;
    }

    private static void Unmap(ulong address, ulong bytes, Handle<Memory> handle)
    {
        _ = Kernel.MemoryUnmap(default, address, bytes);
        _ = Kernel.HandleClose(handle);
    }

    // Writing zeros makes the page.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Commit(Handle<Memory> handle, ulong offset) => Kernel.MemoryWrite(handle, offset, default) == ErrorCode.None;
}
