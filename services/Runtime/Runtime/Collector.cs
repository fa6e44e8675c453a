// Mark and sweep. Roots: the objects of static references, exactly; stack and registers, conservatively, including interior pointers. The
// heap exactly, by the compiler's descriptions. Nothing moves. Blocks without a live object, and large objects, return their memory.

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;
using RustKernel.User;

namespace RustKernel.Runtime;

internal static unsafe class Collector
{
    // SAFETY (whole file): runs while nothing else touches the heap; an address is followed only after Find has recognised it as an
    // object's.
    /// <summary>Objects that wait to be scanned; any further ones are found again by walking the heap.</summary>
    internal const int StackEntries = 2048;

    private const ulong Mark = 1;

    // Registers in the kernel's numbering: x0 to x30, stack pointer, PC; read seven at a time.
    private const uint RegisterCount = 33;
    private const uint LastPiece = 28;
    private const uint PcRegister = 32;

    // Empty blocks kept for later allocations: making one costs more than collecting it.
    private const uint ReserveBytes = 1 << 20;
    private const byte Poison = 0xDD;
    private static int s_depth;
    private static bool s_overflow;
    private static uint s_reserve;
    private static ulong s_live;

    internal static ulong* Stack { get; set; }

    /// <summary>Called when everything reachable is marked; null in programs without weak references and finalizers.</summary>
    internal static delegate*<void> AfterMark { get; set; }

    /// <summary>Collections so far.</summary>
    internal static ulong Count { get; private set; }

    /// <summary>Bytes that the last collection kept.</summary>
    internal static ulong Live => s_live;

    /// <summary>Collects.</summary>
    internal static void CollectNow()
    {
        Heap.Lock.Acquire();
        Collect();
        Heap.Lock.Release();

        // A thread that collects repeatedly must let waiting threads have the lock.
        _ = Kernel.Yield();
    }

    /// <summary>
    /// Collects, under the heap's lock. With <paramref name="keepsNothing"/> it gives back every block without a live object, otherwise
    /// only those beyond a reserve.
    /// </summary>
    internal static void Collect(bool keepsNothing = false)
    {
        s_reserve = keepsNothing ? 0 : ReserveBytes;
        Native.CollectWithRegisters();
    }

    // On the stack of the collecting thread, below its callee-saved registers.
    [RuntimeExport("collect_on_stack")]
    private static void CollectOnStack(ulong* top)
    {
        Count++;
        ThreadBlock* self = Threads.Current;
        StopOthers(self);
        nint* slot;
        for (int i = 0; (slot = Startup.StaticsSlot(i)) != null; i++)
        {
            MarkFrom((ulong)*slot);
        }

        MarkStack((ulong)top, self);
        for (ThreadBlock* thread = Threads.First; thread != null; thread = thread->Next)
        {
            MarkThread(thread, thread == self);
        }

        MarkFrom((ulong)Exceptions.Reserve);
        FinishMarking();
        CallAfterMark();
        Sweep();
        Heap.Trim();
        Heap.Young = 0;
        Heap.Threshold = Math.Max(1 << 20, s_live / 2);
        for (ThreadBlock* thread = Threads.First; thread != null; thread = thread->Next)
        {
            if (thread != self)
            {
                _ = Kernel.ThreadResume(thread->Handle);
            }
        }
    }

    /// <summary>Whether an object survives: the collector found it, or it lies in the image. Before the sweep.</summary>
    internal static bool IsMarked(nint found) =>
        (ulong)found - Heap.Base >= (ulong)Heap.UnitEnd << Heap.UnitShift || (*(ulong*)(found - 8) & Mark) != 0;

    /// <summary>Scans objects for which the mark stack had no room.</summary>
    internal static void FinishMarking()
    {
        while (s_overflow)
        {
            s_overflow = false;
            FindUnscanned();
        }
    }

    // Not inlined: the collector's own part would lose its inlining.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CallAfterMark()
    {
        if (AfterMark != null)
        {
            AfterMark();
        }
    }

    // When this returns, none of them runs on any CPU.
    private static void StopOthers(ThreadBlock* self)
    {
        for (ThreadBlock* thread = Threads.First; thread != null; thread = thread->Next)
        {
            if (thread != self && Kernel.ThreadSuspend(thread->Handle) != ErrorCode.None)
            {
                Native.FailFast();
            }
        }
    }

    // Skips the frames left by an exception whose handler runs: their values are not roots.
    private static void MarkStack(ulong from, ThreadBlock* thread)
    {
        for (Throw* record = thread->Exceptions; record != null; record = record->Previous)
        {
            if (record->DeadEnd > record->DeadFrom && record->DeadFrom >= from && record->DeadEnd <= thread->StackEnd)
            {
                MarkStack(from, record->DeadFrom);
                from = record->DeadEnd;
            }
        }

        MarkStack(from, thread->StackEnd);
    }

    private static void MarkStack(ulong from, ulong end)
    {
        for (ulong at = from & ~7ul; at < end; at += 8)
        {
            MarkFrom(*(ulong*)at);
        }
    }

    // Sweeping finds the thread's free slots again. The collector cannot distinguish references from numbers in its registers and stack.
    private static void MarkThread(ThreadBlock* thread, bool isSelf)
    {
        thread->Free = default;
        MarkFrom((ulong)thread->Object);
        for (int i = 0; Startup.ThreadStaticsType(i) != null; i++)
        {
            MarkFrom((ulong)thread->Statics[i]);
        }

        if (isSelf)
        {
            return;
        }

        ulong stackPointer = 0;
        for (uint first = 0; first < RegisterCount; first += 7)
        {
            if (Kernel.ThreadReadRegisters(thread->Handle, first, out RegisterWords registers) != ErrorCode.None)
            {
                Native.FailFast();
            }

            for (int i = 0; i < RegisterWords.Count; i++)
            {
                MarkFrom(registers[i]);
            }

            if (first == LastPiece)
            {
                stackPointer = registers[3];
                Restart(thread, registers[4]);
            }
        }

        MarkStack(stackPointer, thread);
    }

    // If the thread has read a free list but not changed it yet, the collector sees the slot that it is about to take as free. So it starts
    // again.
    private static void Restart(ThreadBlock* thread, ulong pc)
    {
        ulong* window = Native.AllocationWindows();
        for (int i = 0; i < 2; i++, window += 3)
        {
            if (pc >= window[0]
                && pc < window[1]
                && Kernel.ThreadWriteRegister(thread->Handle, PcRegister, window[2]) != ErrorCode.None)
            {
                Native.FailFast();
            }
        }
    }

    // The object that contains an address; 0: none.
    private static ulong Find(ulong address)
    {
        ulong offset = address - Heap.Base;
        int unit = (int)(offset >> Heap.UnitShift);
        if (offset >> Heap.UnitShift >= (ulong)Heap.UnitEnd)
        {
            return 0;
        }

        BlockInfo* block = Heap.Blocks + unit;
        if (block->Kind == BlockInfo.LargeRest)
        {
            unit -= (int)block->Size;
            block = Heap.Blocks + unit;
        }

        ulong start = Heap.Base + ((ulong)unit << Heap.UnitShift);
        if (block->Kind == BlockInfo.Small)
        {
            uint index = (uint)(offset & (Heap.UnitBytes - 1)) / block->Size;
            start += index * block->Size;
            return index < block->Slots && *(ulong*)(start + 8) != 0 ? start + 8 : 0;
        }

        return block->Kind == BlockInfo.Large && address < start + block->Bytes && *(ulong*)(start + 8) != 0 ? start + 8 : 0;
    }

    internal static void MarkFrom(ulong address)
    {
        MarkOne(address);
        while (s_depth > 0)
        {
            Scan(Stack[--s_depth]);
        }
    }

    // The address may be anything.
    private static void MarkOne(ulong address)
    {
        ulong found = Find(address);
        if (found != 0 && (*(ulong*)(found - 8) & Mark) == 0)
        {
            MarkNew(found);
        }
    }

    // Marks an object without the mark; if it has references, it waits to be scanned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MarkNew(ulong found)
    {
        *(ulong*)(found - 8) |= Mark;
        if (!(*(MethodTable**)found)->HasPointers)
        {
            return;
        }

        if (s_depth == StackEntries)
        {
            s_overflow = true;
            return;
        }

        Stack[s_depth++] = found;
    }

    internal static ulong SizeOf(ulong found)
    {
        MethodTable* type = *(MethodTable**)found;
        uint component = type->ComponentSize;
        return component == 0 ? type->BaseSize : (type->BaseSize + ((ulong)component * *(uint*)(found + 8)) + 7) & ~7ul;
    }

    // The description lies before the type: a count; if positive, runs of references; if negative, a pattern that repeats through an array.
    private static void Scan(ulong found)
    {
        long* description = (long*)*(MethodTable**)found - 1;
        long count = *description;
        ulong size = SizeOf(found);
        if (count > 0)
        {
            for (long i = 0; i < count; i++)
            {
                ulong at = found + (ulong)description[-1 - (2 * i)];
                MarkRange(at, at + (ulong)(description[-2 - (2 * i)] + (long)size));
            }

            return;
        }

        ulong next = found + (ulong)description[-1];
        while (next < found + size - 8)
        {
            for (long i = 0; i < -count; i++)
            {
                uint* item = (uint*)(description - 2 - i);
                MarkRange(next, next + (item[0] * 8ul));
                next += (item[0] * 8ul) + item[1];
            }
        }
    }

    // References between objects are exact: null, an object of this heap, or one in the program's image. An object's references were not
    // swept while it was not, so no look-up is needed.
    private static void MarkRange(ulong at, ulong end)
    {
        ulong heapBytes = (ulong)Heap.UnitEnd << Heap.UnitShift;
        for (; at < end; at += 8)
        {
            ulong found = *(ulong*)at;
            if (found - Heap.Base < heapBytes && (*(ulong*)(found - 8) & Mark) == 0)
            {
                MarkNew(found);
            }
        }
    }

    // After the mark stack was full: scans all marked objects again.
    private static void FindUnscanned()
    {
        for (int unit = 0; unit < Heap.UnitEnd; unit++)
        {
            BlockInfo* block = Heap.Blocks + unit;
            ulong slot = Heap.Base + ((ulong)unit << Heap.UnitShift);
            uint count = block->Kind == BlockInfo.Small ? block->Slots : block->Kind == BlockInfo.Large ? 1u : 0;
            for (uint i = 0; i < count; i++, slot += block->Size)
            {
                ulong found = slot + 8;
                if (*(ulong*)found != 0 && (*(ulong*)slot & Mark) != 0 && (*(MethodTable**)found)->HasPointers)
                {
                    Scan(found);
                    while (s_depth > 0)
                    {
                        Scan(Stack[--s_depth]);
                    }
                }
            }
        }
    }

    private static void Sweep()
    {
        s_live = 0;
        for (int i = 0; i < Heap.ClassCount; i++)
        {
            Heap.Classes[i].Free = 0;
            Heap.Classes[i].Blocks = 0;
        }

        for (int unit = Heap.UnitEnd - 1; unit >= 0; unit--)
        {
            BlockInfo* block = Heap.Blocks + unit;
            if (block->Kind == BlockInfo.Small)
            {
                SweepSmall(unit, block);
            }
            else if (block->Kind == BlockInfo.Large)
            {
                ulong* header = (ulong*)(Heap.Base + ((ulong)unit << Heap.UnitShift));
                if ((*header & Mark) == 0)
                {
                    Heap.Release(unit);
                }
                else
                {
                    *header &= ~Mark;
                    s_live += block->Bytes;
                }
            }
        }
    }

    // The header always becomes a link. Inlined: this runs for every dead object.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ClearAfterHeader(ulong slot, ulong end)
    {
        ulong* at = (ulong*)(slot + 8);
        for (; end - (ulong)at >= 32; at += 4)
        {
            at[0] = 0;
            at[1] = 0;
            at[2] = 0;
            at[3] = 0;
        }

        for (; (ulong)at < end; at++)
        {
            *at = 0;
        }
    }

    private static void SweepSmall(int unit, BlockInfo* block)
    {
        ulong start = Heap.Base + ((ulong)unit << Heap.UnitShift);
        uint live = 0;
        ulong free = 0;
        ulong slot = start + ((ulong)block->Slots * block->Size);
        uint size = block->Size;
        bool isPoisoned = Heap.IsPoisoned;
        while (slot > start)
        {
            slot -= size;
            ulong header = *(ulong*)slot;
            bool isObject = *(ulong*)(slot + 8) != 0;
            if (isObject && (header & Mark) != 0)
            {
                *(ulong*)slot = header & ~Mark;
                live++;
                continue;
            }

            if (isPoisoned)
            {
                new Span<byte>((void*)slot, (int)size).Fill(Heap.Stress ? Poison : (byte)0);
                *(ulong*)(slot + 8) = 0;
            }
            else if (isObject)
            {
                ClearAfterHeader(slot, slot + size);
            }

            *(ulong*)slot = free;
            free = slot;
        }

        s_live += (ulong)live * size;
        SizeClass* kind = Heap.ClassOf(block->Size);
        bool isCarved = kind->Carving == (uint)unit + 1;
        if (live == 0 && !isCarved && s_reserve < Heap.UnitBytes)
        {
            Heap.Release(unit);
        }
        else if (free != 0)
        {
            s_reserve -= live == 0 && !isCarved ? Heap.UnitBytes : 0;
            block->FreeSlots = free;
            block->Next = kind->Blocks;
            kind->Blocks = (uint)unit + 1;
        }
    }
}
