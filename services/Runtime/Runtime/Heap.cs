// The heap: blocks of equal slots for objects up to 8 KiB, a memory object each for larger ones, at fixed addresses. Objects never move.
// A slot is header (8 bytes before the object: bit 0 the collector's mark, the rest the object's
// monitor), then the object; a free slot is zero but for its first
// word, which links to the next. Small objects come from lists of the thread's own (Start.S); what is here is under one lock. Pages
// are committed by a system call before they are touched, so that the quota's end is an exception, no fault.

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
    internal const int MaximumUnits = 16384;
    private const ulong TablesBase = 0xF_0000_0000;
    private const uint PageBytes = 4096;
    private const uint LargestSmall = 8192;
    private const Rights ReadWrite = Rights.Read | Rights.Write;
    private const ulong TablesBytes = ((ulong)MaximumUnits * 48) + 65536 + NativeMemory.Bytes + (Collector.StackEntries * 8) + PageBytes;

    // Bytes that a thread takes at once for its list of a size.
    private const uint ListBytes = 4096;

    private static RuntimeLock s_lock;
    private static byte* s_classOf;
    private static SizeClass* s_classes;
    private static int s_classCount;

    /// <summary>Of everything here, the collector and the list of threads.</summary>
    internal static ref RuntimeLock Lock => ref s_lock;

    /// <summary>Units, by address.</summary>
    internal static BlockInfo* Blocks { get; private set; }

    /// <summary>Units that were ever used.</summary>
    internal static int UnitEnd { get; private set; }

    /// <summary>Bytes allocated, or taken for lists, since the last collection.</summary>
    internal static ulong Young { get; set; }

    /// <summary>Bytes of young objects at which to collect.</summary>
    internal static ulong Threshold { get; set; } = 1 << 20;

    /// <summary>Collect at every allocation and poison what is freed.</summary>
    internal static bool Stress { get; set; }

    /// <summary>Free slots may hold poison.</summary>
    internal static bool IsPoisoned { get; set; }

    internal static SizeClass* Classes => s_classes;

    internal static int ClassCount => s_classCount;

    /// <summary>The class whose slots have <paramref name="slotBytes"/>.</summary>
    internal static SizeClass* ClassOf(uint slotBytes) => s_classes + s_classOf[slotBytes >> 3];

    /// <summary>Makes the tables; the page behind them is the first thread's.</summary>
    internal static ThreadBlock* Start()
    {
        ulong tables = MapNew(TablesBase, TablesBytes);
        if (tables == 0)
        {
            Native.FailFast();
        }

        Blocks = (BlockInfo*)TablesBase;
        s_classes = (SizeClass*)(TablesBase + ((ulong)MaximumUnits * 48));
        s_classOf = (byte*)(s_classes + 64);
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

    /// <summary>An array that no list of the thread's has room for.</summary>
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

    /// <summary>Switches <see cref="Stress"/>.</summary>
    internal static void SetStress(bool isOn)
    {
        s_lock.Acquire();
        Stress = isOn;
        IsPoisoned = true;
        Collector.Collect();
        IsPoisoned = isOn;
        s_lock.Release();
    }

    [RuntimeExport("allocate_slowly")]
    private static byte* AllocateSlowly(MethodTable* type, ulong bytes)
    {
        s_lock.Acquire();
        if (Stress || Young >= Threshold)
        {
            Collector.Collect();
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

        s_lock.Release();
        if (slot == 0)
        {
            Exceptions.ThrowOutOfMemory();
        }

        return (byte*)(slot + 8);
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

    // The thread's list of the size is empty: it gets some of the class's free slots.
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

    // A free slot: of the class's list, of a block swept, of a page not yet carved, of a new block.
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

        while (block->Committed < next)
        {
            if (!Commit(block->Handle, block->Committed))
            {
                return false;
            }

            block->Committed += PageBytes;
        }

        // The new slots in address order.
        uint count = block->Committed / kind->SlotBytes;
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
        int unit = FindUnits(1);
        ulong handle = unit < 0 ? 0 : MapNew(Base + ((ulong)unit << UnitShift), UnitBytes);
        if (handle == 0)
        {
            return false;
        }

        Blocks[unit] = new BlockInfo { Kind = BlockInfo.Small, Size = kind->SlotBytes, Handle = handle };
        kind->Carving = (uint)unit + 1;
        return true;
    }

    private static ulong FindLarge(ulong bytes)
    {
        ulong rounded = (bytes + PageBytes - 1) & ~(ulong)(PageBytes - 1);
        int count = (int)((rounded + UnitBytes - 1) >> UnitShift);
        int unit = rounded > (ulong)MaximumUnits << UnitShift ? -1 : FindUnits(count);
        ulong start = Base + ((ulong)unit << UnitShift);
        ulong handle = unit < 0 ? 0 : MapNew(start, rounded);
        if (handle == 0)
        {
            return 0;
        }

        for (ulong at = 0; at < rounded; at += PageBytes)
        {
            if (!Commit(handle, at))
            {
                Unmap(start, rounded, handle);
                return 0;
            }
        }

        Blocks[unit] = new BlockInfo { Kind = BlockInfo.Large, Size = (uint)count, Handle = handle, Bytes = (uint)rounded };
        for (int i = 1; i < count; i++)
        {
            Blocks[unit + i] = new BlockInfo { Kind = BlockInfo.LargeRest, Size = (uint)i };
        }

        return start;
    }

    private static int FindUnits(int count)
    {
        int run = 0;
        for (int i = 0; i < MaximumUnits; i++)
        {
            run = Blocks[i].Kind == BlockInfo.Free ? run + 1 : 0;
            if (run == count)
            {
                UnitEnd = Math.Max(UnitEnd, i + 1);
                return i + 1 - count;
            }
        }

        return -1;
    }

    /// <summary>Gives a unit and its pages back.</summary>
    internal static void Release(int unit)
    {
        BlockInfo* block = Blocks + unit;
        bool isLarge = block->Kind == BlockInfo.Large;
        int count = isLarge ? (int)block->Size : 1;
        Unmap(Base + ((ulong)unit << UnitShift), isLarge ? block->Bytes : UnitBytes, block->Handle);
        for (int i = 0; i < count; i++)
        {
            block[i] = default;
        }
    }

    /// <summary>Maps zero memory that stays; the page at <paramref name="committed"/> is there, the others come when touched.</summary>
    internal static bool MapPages(ulong address, ulong bytes, ulong committed)
    {
        ulong handle = MapNew(address, bytes);
        bool isGood = handle != 0 && Commit(handle, committed);
        if (isGood)
        {
            _ = Kernel.HandleClose(new(handle));
        }
        else if (handle != 0)
        {
            Unmap(address, bytes, handle);
        }

        return isGood;
    }

    private static ulong MapNew(ulong address, ulong bytes)
    {
        if (Kernel.MemoryCreate(bytes, out Handle<Memory> handle) != ErrorCode.None)
        {
            return 0;
        }

        if (Kernel.MemoryMap(default, handle, 0, address, bytes, ReadWrite) != ErrorCode.None)
        {
            _ = Kernel.HandleClose(handle);
            return 0;
        }

        return handle.Value;
    }

    private static void Unmap(ulong address, ulong bytes, ulong handle)
    {
        _ = Kernel.MemoryUnmap(default, address, bytes);
        _ = Kernel.HandleClose(new(handle));
    }

    // Writing zeroes makes the page.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Commit(ulong handle, ulong offset) => Kernel.MemoryWrite(new(handle), offset, default) == ErrorCode.None;
}
