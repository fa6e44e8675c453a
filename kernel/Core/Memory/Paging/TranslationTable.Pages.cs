// The short versions of the common cases: 4 KiB pages whose level 3 table exists already and stays. They change nothing in other
// cases and leave those to Map, Unmap and Release.

using System.Runtime.CompilerServices;
using RustKernel.Memory.Frames;

namespace RustKernel.Memory.Paging;

public partial struct TranslationTable<TMemory, TFrames, TTlb>
{
    /// <summary>Most pages that <see cref="TryMapPages"/> and <see cref="TryUnmapPages"/> handle at once.</summary>
    public const uint MostPagesAtOnce = 64;

    private const int GigabyteShift = 30;

    /// <summary>
    /// <see cref="Map"/> for one page where a level 3 table exists already. False, with nothing changed:
    /// <see cref="Map"/> must do it, or report why it cannot.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryMapPage(VirtualAddress address, PhysicalAddress output, Protection protection, MemoryKind kind) =>
        TryAim(address.Value) && MapAimed(address.Value, output, protection, kind);

    private bool MapAimed(ulong at, PhysicalAddress output, Protection protection, MemoryKind kind)
    {
        if (!MayMap(at, protection) || (output.Value & FrameSize.Mask) != 0 || output.Value >= _outputLimitExclusive
            || !TryFindLastTable(at, out ulong tableEntry, out Descriptor table))
        {
            return false;
        }

        ulong entry = EntryAddress(table.Address.Value, at, LeafLevel);
        if (Read(entry).IsValid)
        {
            return false;
        }

        Write(entry, PageOf(output, protection, kind));
        Write(tableEntry, table.WithOneMore);
        _statistics.Pages4KiB++;
        _tlb.PublishTables();
        return true;
    }

    /// <summary>
    /// The same for a run of pages that one level 3 table covers: page i maps to the frame whose address is in word i of the
    /// array at <paramref name="frames"/>, and to none if that word is 0. At most <see cref="MostPagesAtOnce"/>. The words
    /// belong to a memory object: addresses of frames from the allocator.
    /// </summary>
    public bool TryMapPages(VirtualAddress address, uint count, PhysicalAddress frames, Protection protection, MemoryKind kind)
    {
        ulong at = address.Value;
        if (!MayMap(at, protection) || !FitsOneTable(at, count) || !TryAim(at)
            || !TryFindLastTable(at, out ulong tableEntry, out Descriptor table))
        {
            return false;
        }

        ulong first = EntryAddress(table.Address.Value, at, LeafLevel);
        for (ulong i = 0; i < count; i++)
        {
            if (Read(first + (i * 8)).IsValid)
            {
                return false;
            }
        }

        uint mapped = 0;
        ulong attributes = PageOf(default, protection, kind).Bits;
        for (ulong i = 0; i < count; i++)
        {
            ulong frame = _memory.Read64(frames + (i * 8));
            if (frame != 0)
            {
                Write(first + (i * 8), new Descriptor(frame | attributes));
                mapped++;
            }
        }

        Write(tableEntry, table.WithMore(mapped));
        _statistics.Pages4KiB += mapped;
        _tlb.PublishTables();
        return true;
    }

    /// <summary>
    /// <see cref="Unmap"/> and its flush for one page whose table keeps other pages. False, with
    /// nothing changed: the page is not mapped, or the case is not so simple.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryUnmapPage(VirtualAddress address) => TryAim(address.Value) && UnmapAimed(address.Value);

    private bool UnmapAimed(ulong at)
    {
        if (_owedFlushes != 0 || (at & FrameSize.Mask) != 0
            || !TryFindLastTable(at, out ulong tableEntry, out Descriptor table) || table.Count <= 1)
        {
            return false;
        }

        ulong entry = EntryAddress(table.Address.Value, at, LeafLevel);
        if (!Read(entry).IsValid)
        {
            return false;
        }

        Write(entry, Descriptor.Invalid);
        Write(tableEntry, table.WithOneLess);
        _statistics.Pages4KiB--;
        _tlb.PublishTables();
        InvalidateAt(at);
        _tlb.Complete();
        return true;
    }

    /// <summary>
    /// <see cref="Release"/> and its flush for a run of pages that one level 3 table covers, which keeps others. At most
    /// <see cref="MostPagesAtOnce"/>. False, with nothing changed: the case is not so simple.
    /// </summary>
    public bool TryUnmapPages(VirtualAddress address, uint count)
    {
        ulong at = address.Value;
        if (_owedFlushes != 0 || (at & FrameSize.Mask) != 0 || !FitsOneTable(at, count) || !TryAim(at)
            || !TryFindLastTable(at, out ulong tableEntry, out Descriptor table))
        {
            return false;
        }

        ulong first = EntryAddress(table.Address.Value, at, LeafLevel);
        uint mapped = 0;
        for (ulong i = 0; i < count; i++)
        {
            mapped += Read(first + (i * 8)).IsValid ? 1u : 0;
        }

        if (table.Count <= mapped)
        {
            return false;
        }

        return mapped == 0 || RemovePages(at, first, count, tableEntry, table.WithLess(mapped), mapped);
    }

    private bool RemovePages(ulong address, ulong first, uint count, ulong tableEntry, Descriptor table, uint mapped)
    {
        for (ulong i = 0; i < count; i++)
        {
            Write(first + (i * 8), Descriptor.Invalid);
        }

        Write(tableEntry, table);
        _statistics.Pages4KiB -= mapped;
        _tlb.PublishTables();
        for (ulong i = 0; i < count; i++)
        {
            InvalidateAt(address + (i << FrameSize.Shift));
        }

        _tlb.Complete();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool MayMap(ulong address, Protection protection) =>
        _owedFlushes == 0 && (address & FrameSize.Mask) == 0 && address >= FrameSize.Bytes
        && (_half == AddressHalf.Lower || !protection.IsUser);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool FitsOneTable(ulong address, uint count) =>
        count - 1 < MostPagesAtOnce && ((address >> FrameSize.Shift) & 511) + count <= 512;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Descriptor PageOf(PhysicalAddress output, Protection protection, MemoryKind kind) =>
        Descriptor.Leaf(output, MappingSize.Page4KiB, Descriptor.LeafAttributes(protection, kind, _half == AddressHalf.Upper));

    // The level 3 table for an address after TryAim, with the entry that points to it; false when it is missing or a block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryFindLastTable(ulong address, out ulong tableEntry, out Descriptor table)
    {
        tableEntry = EntryAddress(_middle, address, 2);
        table = Read(tableEntry);
        return table.IsTable;
    }

    // Finds the level 2 table of the address, which then belongs to this half; false when it is missing or a block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAim(ulong address) => (address >> GigabyteShift) + 1 == _middleGigabyte || Aim(address);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Aim(ulong address)
    {
        Descriptor table = _root != 0 && address >> 48 == _highBits ? Read(EntryAddress(_root, address, 0)) : default;
        if (!table.IsTable)
        {
            return false;
        }

        table = Read(EntryAddress(table.Address.Value, address, 1));
        if (!table.IsTable)
        {
            return false;
        }

        _middle = table.Address.Value;
        _middleGigabyte = (address >> GigabyteShift) + 1;
        return true;
    }
}
