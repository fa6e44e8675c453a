// Mappings in the boot tables, for the time before there are frames: the console's registers, and RAM in the direct map. Only
// adds mappings where there were none; the final tables replace them all.

using RustKernel.Arm64;

namespace RustKernel.Boot;

/// <summary>
/// Maps device registers at MemoryLayout.DeviceBase + physical address, RAM at
/// MemoryLayout.DirectMapBase + physical address.
/// </summary>
internal ref struct EarlyMapping
{
    private const ulong PageSizeBytes = 4096;
    private const ulong AddressMask = 0x0000_FFFF_FFFF_F000;
    private const ulong ValidTable = 3;
    private const int PageShift = 12;
    private const int LargestBlockShift = 30;
    private const int RootShift = 39;
    private const int LevelBits = 9;
    private const ulong TableEntries = 512;

    // Page, AttrIndx 1 (device nGnRE), read-write at EL1, access flag, never executable. [DDI0487 D8.3]
    private const ulong DevicePage = 3 | (1 << 2) | (1 << 10) | (1UL << 53) | (1UL << 54);

    // Normal write-back memory (AttrIndx 0), inner shareable, read-write at EL1, access flag, never executable; bit 1 is added for a page.
    private const ulong RamLeaf = 1 | (3 << 8) | (1 << 10) | (1UL << 53) | (1UL << 54);

    private readonly BootTables _tables;
    private readonly PhysicalAddress _root;
    private PhysicalAddress _nextFree;

    // Where MapLeaf last wrote a leaf.
    private PhysicalAddress _leafSlot;

    internal EarlyMapping(in BootInformation boot)
    {
        _tables = new BootTables(in boot);
        _root = new PhysicalAddress(SystemRegisters.ReadTTBR1_EL1() & AddressMask);
        _nextFree = _tables.PoolStart;
    }

    /// <summary>
    /// Maps the pages of <paramref name="sizeBytes"/> bytes from <paramref name="start"/>.
    /// InvalidArgument outside the device region, OutOfMemory when the pool is used up.
    /// </summary>
    internal Result<VirtualAddress> MapDevice(ulong start, ulong sizeBytes)
    {
        if (sizeBytes == 0 || start >= MemoryLayout.DeviceSizeBytes || sizeBytes > MemoryLayout.DeviceSizeBytes - start)
        {
            return ErrorCode.InvalidArgument;
        }

        for (ulong page = start & ~(PageSizeBytes - 1); page < start + sizeBytes; page += PageSizeBytes)
        {
            ErrorCode error = MapLeaf(MemoryLayout.DeviceBase + page, page | DevicePage, PageShift);
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        Tlb.Publish();
        return new VirtualAddress(MemoryLayout.DeviceBase + start);
    }

    /// <summary>
    /// Maps a range of RAM (frame-aligned) with the largest leaves that fit. OutOfMemory when the
    /// pool is used up, InvalidArgument beyond the direct map.
    /// </summary>
    internal ErrorCode MapRam(ulong start, ulong sizeBytes)
    {
        if (sizeBytes > MemoryLayout.DirectMapSizeBytes || start > MemoryLayout.DirectMapSizeBytes - sizeBytes)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong end = start + sizeBytes;
        while (start < end)
        {
            int shift = LargestBlockShift;
            while (shift > PageShift && ((start & ((1UL << shift) - 1)) != 0 || end - start < 1UL << shift))
            {
                shift -= 9;
            }

            ulong leaf = start | RamLeaf | (shift == PageShift ? 2UL : 0);
            ErrorCode error = MapLeaf(MemoryLayout.DirectMapBase + start, leaf, shift);
            if (error != ErrorCode.None)
            {
                return error;
            }

            start += 1UL << shift;
            start += FillTable(start, end - start, leaf, shift);
        }

        Tlb.Publish();
        return ErrorCode.None;
    }

    // The leaf before start is written. Writes those after it in the same table, of the same size, up to an entry that points to a
    // table. A larger leaf could begin only in the next table. Returns the bytes entered.
    private readonly ulong FillTable(ulong start, ulong sizeBytes, ulong leaf, int shift)
    {
        ulong step = 1UL << shift;
        PhysicalAddress slot = _leafSlot;
        ulong done = 0;
        for (; ((start + done) >> shift & (TableEntries - 1)) != 0 && sizeBytes - done >= step; done += step)
        {
            slot += 8;
            if (shift > PageShift && (_tables.Read64(slot) & ValidTable) == ValidTable)
            {
                break;
            }

            leaf += step;
            _tables.Write64(slot, leaf);
        }

        return done;
    }

    // Walks from level 0 to the level of leafShift. Builds missing tables from the leaf up and links them last, by
    // one store, when the walker can see their contents: it may follow a link as soon as there is one. A leaf that
    // exists is written again.
    private ErrorCode MapLeaf(ulong address, ulong descriptor, int leafShift)
    {
        int shift = RootShift;
        PhysicalAddress slot = Slot(_root, address, shift);
        while (shift > leafShift)
        {
            ulong link = _tables.Read64(slot);
            if ((link & 1) == 0)
            {
                break;
            }

            shift -= LevelBits;
            slot = Slot(new PhysicalAddress(link & AddressMask), address, shift);
        }

        bool makesTables = shift > leafShift;
        for (int made = leafShift; made < shift; made += LevelBits)
        {
            if (_nextFree >= _tables.PoolEndExclusive)
            {
                return ErrorCode.OutOfMemory;
            }

            _tables.Fill(_nextFree, PageSizeBytes, 0);
            PhysicalAddress entry = Slot(_nextFree, address, made);
            _leafSlot = made == leafShift ? entry : _leafSlot;
            _tables.Write64(entry, descriptor);
            descriptor = _nextFree.Value | ValidTable;
            _nextFree += PageSizeBytes;
        }

        if (makesTables)
        {
            Tlb.Publish();
        }

        else
        {
            _leafSlot = slot;
        }

        _tables.Write64(slot, descriptor);
        return ErrorCode.None;
    }

    private static PhysicalAddress Slot(PhysicalAddress table, ulong address, int shift) => table + (((address >> shift) & 511) * 8);
}
