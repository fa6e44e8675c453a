// Finds the method of an interface call. A call's cell remembers the first type that it met, in a cache block; other types are found in one
// hash table of the process, then in the type's dispatch map.

using System;
using System.Runtime;
using Internal.Runtime;

namespace RustKernel.Runtime;

internal static unsafe class InterfaceDispatch
{
    // SAFETY (whole file): cells and maps are the compiler's data; a cache block is written before the cell points to it and never changed.
    private const int HashEntries = 1024;

    // Version is odd during a write; a reader that saw it change discards what it read.
    private struct Entry
    {
        internal MethodTable* Type;
        internal MethodTable* Interface;
        internal ulong SlotAndCode;
        internal int Version;
        internal int Reserved;
    }

    private struct CacheBlock
    {
        internal MethodTable* Type;
        internal nint Code;
        internal nint Information;
        internal nint Reserved;
    }

    [RuntimeExport("resolve_interface_call")]
    private static nint ResolveCall(object target, nint* cell)
    {
        nint information = cell[1];
        bool hasBlock = (information & 3) == 0;
        nint code = Resolve(target.m_pEEType, Interface(cell), Slot(cell));
        if (!hasBlock)
        {
            CacheBlock* block = (CacheBlock*)NativeMemory.Take((ulong)sizeof(CacheBlock));
            if (block != null)
            {
                block->Type = target.m_pEEType;
                block->Code = code;
                block->Information = (nint)Interface(cell);
                System.Threading.Volatile.Write(ref *(ulong*)(cell + 1), (ulong)block);
                System.Threading.Volatile.Write(ref *(ulong*)cell, (ulong)Native.CachedDispatch());
            }
        }

        return code;
    }

    [RuntimeExport("RhpResolveInterfaceMethod")]
    internal static nint ResolveForDelegate(object target, nint* cell) => Resolve(target.m_pEEType, Interface(cell), Slot(cell));

    private static MethodTable* Interface(nint* cell)
    {
        nint information = cell[1];
        byte* place = (byte*)(cell + 1);
        return (information & 3) switch
        {
            0 => (MethodTable*)((CacheBlock*)information)->Information,
            1 => (MethodTable*)(information & ~3),
            2 => *(MethodTable**)(place + (int)(information & ~3)),
            _ => (MethodTable*)(place + (int)(information & ~3)),
        };
    }

    // A run of cells ends with one that has no code and contains the slot.
    private static int Slot(nint* cell)
    {
        while (*cell != 0)
        {
            cell += 2;
        }

        return (ushort)cell[1];
    }

    private static nint Resolve(MethodTable* type, MethodTable* wanted, int slot)
    {
        Entry* table = (Entry*)NativeMemory.DispatchTable;
        Entry* entry = table + (((type->Hash * 31) + wanted->Hash + (uint)slot) & (HashEntries - 1));
        int version = System.Threading.Volatile.Read(ref entry->Version);
        ulong remembered = entry->SlotAndCode;
        bool isWanted = entry->Type == type && entry->Interface == wanted && remembered >> 48 == (ulong)slot;
        System.Threading.Interlocked.MemoryBarrier();
        if (isWanted && (version & 1) == 0 && entry->Version == version)
        {
            return (nint)(remembered & 0xFFFFFFFFFFFF);
        }

        nint code = Search(type, wanted, slot);
        if (code == 0)
        {
            Native.FailFast();
        }

        // Another thread is writing: the entry will be found again next time.
        if ((version & 1) == 0 && System.Threading.Interlocked.CompareExchange(ref entry->Version, version + 1, version) == version)
        {
            entry->Type = type;
            entry->Interface = wanted;
            entry->SlotAndCode = ((ulong)slot << 48) | (ulong)code;
            System.Threading.Volatile.Write(ref entry->Version, version + 2);
        }

        return code;
    }

    private static nint Search(MethodTable* type, MethodTable* wanted, int slot)
    {
        for (int pass = 0; pass < 4; pass++)
        {
            for (MethodTable* at = type; at != null; at = at->IsArray ? MethodTable.Of<Array>() : at->RelatedType)
            {
                nint code = at->HasDispatchMap ? SearchMap(type, at, wanted, slot, pass >= 2, (pass & 1) != 0) : 0;
                if (code != 0)
                {
                    return code;
                }
            }
        }

        return 0;
    }

    private static bool IsOffered(MethodTable* type, MethodTable* offered, MethodTable* wanted) =>
        TypeCast.IsVariantOf(offered, wanted) || (type->IsSzArray && TypeCast.IsOfArray(offered, wanted));

    // {counts of instance, default, static, static default} and entries {interface, its slot, ours}.
    private static nint SearchMap(MethodTable* type, MethodTable* at, MethodTable* wanted, int slot, bool isDefault, bool isVariant)
    {
        ushort* map = at->DispatchMap;
        ushort* entry = map + 4 + (isDefault ? map[0] * 3 : 0);
        int count = isDefault ? map[1] : map[0];
        for (; count > 0; count--, entry += 3)
        {
            if (entry[1] != slot)
            {
                continue;
            }

            MethodTable* offered = at->Interface(entry[0]);
            if (offered == wanted || (isVariant && IsOffered(type, offered, wanted)))
            {
                return entry[2] < at->VtableSlots ? type->Vtable[entry[2]] : at->SealedSlot(entry[2] - at->VtableSlots);
            }
        }

        return 0;
    }
}
