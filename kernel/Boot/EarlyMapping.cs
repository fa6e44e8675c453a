// Device mappings in the boot tables, for the time before there are frames. Only adds 4 KiB pages where nothing was mapped.

using RustKernel.Arm64;

namespace RustKernel;

/// <summary>Maps device registers at MemoryLayout.DeviceBase + physical address.</summary>
internal ref struct EarlyMapping
{
    private const ulong PageSizeBytes = 4096;
    private const ulong AddressMask = 0x0000_FFFF_FFFF_F000;
    private const ulong ValidTable = 3;

    // Page, AttrIndx 1 (device nGnRE), read-write at EL1, access flag, never executable. [DDI0487 D8.3]
    private const ulong DevicePage = 3 | (1 << 2) | (1 << 10) | (1UL << 53) | (1UL << 54);

    private readonly BootTables _tables;
    private readonly PhysicalAddress _root;
    private PhysicalAddress _nextFree;

    internal EarlyMapping(in BootInformation boot)
    {
        _tables = new BootTables(in boot);
        _root = new PhysicalAddress(SystemRegisters.ReadTTBR1_EL1() & AddressMask);
        _nextFree = _tables.PoolStart;
    }

    /// <summary>Maps the pages of <paramref name="sizeBytes"/> bytes from <paramref name="start"/>. InvalidArgument outside the device region, OutOfMemory when the pool is used up.</summary>
    internal Result<VirtualAddress> MapDevice(ulong start, ulong sizeBytes)
    {
        if (sizeBytes == 0 || start >= MemoryLayout.DeviceSizeBytes || sizeBytes > MemoryLayout.DeviceSizeBytes - start)
        {
            return ErrorCode.InvalidArgument;
        }

        for (ulong page = start & ~(PageSizeBytes - 1); page < start + sizeBytes; page += PageSizeBytes)
        {
            ErrorCode error = MapPage(MemoryLayout.DeviceBase + page, page | DevicePage);
            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        Cpu.PublishTranslations();
        return new VirtualAddress(MemoryLayout.DeviceBase + start);
    }

    private ErrorCode MapPage(ulong address, ulong descriptor)
    {
        PhysicalAddress table = _root;
        for (int shift = 39; shift > 12; shift -= 9)
        {
            PhysicalAddress slot = table + (((address >> shift) & 511) * 8);
            ulong entry = _tables.Read64(slot);
            if ((entry & 1) == 0)
            {
                if (_nextFree >= _tables.PoolEndExclusive)
                {
                    return ErrorCode.OutOfMemory;
                }

                _tables.Fill(_nextFree, PageSizeBytes, 0);
                entry = _nextFree.Value | ValidTable;
                _tables.Write64(slot, entry);
                _nextFree += PageSizeBytes;
            }

            table = new PhysicalAddress(entry & AddressMask);
        }

        _tables.Write64(table + (((address >> 12) & 511) * 8), descriptor);
        return ErrorCode.None;
    }
}
