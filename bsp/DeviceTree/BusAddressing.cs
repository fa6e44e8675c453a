// Reads "reg" and translates addresses through "ranges". 64-bit arithmetic, every sum checked.

using System;

namespace RustKernel.DeviceTree;

/// <summary>
/// Addresses of devices. Addresses have one to three cells, sizes none to two; more cells are
/// <see cref="ErrorCode.Corrupt"/>, because no 64-bit machine can mean that.
/// </summary>
internal static class BusAddressing
{
    private const uint MaximumAddressCells = 3;
    private const uint MaximumSizeCells = 2;

    // phys.hi of a PCI address: bits 25:24 distinguish configuration, I/O, 32-bit and 64-bit memory space. [PCI binding 2.2.1.1]
    private const uint PciSpaceMask = 0x0300_0000;

    /// <summary>The number of entries in "reg" of <paramref name="node"/>; 0 when its length makes no sense.</summary>
    public static int EntryCount(scoped in DeviceTreeNode node)
    {
        DeviceTreeNode bus = node.Parent;
        return EntryCount(node.Property("reg"u8).Value.Length, bus.AddressCells, bus.SizeCells);
    }

    private static int EntryCount(int length, uint addressCells, uint sizeCells)
    {
        if (!AreSane(addressCells, sizeCells) || (length & 3) != 0)
        {
            return 0;
        }

        int cells = (int)(addressCells + sizeCells);
        int total = length >> 2;
        return total % cells == 0 ? total / cells : 0;
    }

    /// <summary>Entry <paramref name="index"/> of "reg". NotFound: no such entry. Corrupt: absurd cells or length.</summary>
    public static Result<BusRange> ReadRegister(scoped in DeviceTreeNode node, int index)
    {
        DeviceTreeProperty property = node.Property("reg"u8);
        if (!property.Exists)
        {
            return ErrorCode.NotFound;
        }

        DeviceTreeNode bus = node.Parent;
        uint addressCells = bus.AddressCells;
        uint sizeCells = bus.SizeCells;
        int count = EntryCount(property.Value.Length, addressCells, sizeCells);
        if (count == 0)
        {
            return property.Value.Length == 0 ? ErrorCode.NotFound : ErrorCode.Corrupt;
        }

        if ((uint)index >= (uint)count)
        {
            return ErrorCode.NotFound;
        }

        int cell = index * (int)(addressCells + sizeCells);
        BusAddress address = ReadAddress(property.Cells, cell, addressCells);
        return new BusRange(address, ReadNumber(property.Cells, cell + (int)addressCells, sizeCells));
    }

    /// <summary>
    /// Translates <paramref name="address"/> on <paramref name="bus"/> to the root, whose addresses are the CPU's.
    /// NotSupported: a bus has no "ranges", or none for this address. Corrupt: absurd cells, length or sum.
    /// </summary>
    public static Result<BusAddress> ToRoot(DeviceTreeNode bus, BusAddress address)
    {
        while (bus.Level > 1)
        {
            DeviceTreeNode above = bus.Parent;
            Result<BusAddress> step = ThroughRanges(bus, above, address);
            if (!step.IsOk)
            {
                return step;
            }

            address = step.Value;
            bus = above;
        }
        return bus.Exists ? address : ErrorCode.NotFound;
    }

    private static Result<BusAddress> ThroughRanges(scoped in DeviceTreeNode bus, scoped in DeviceTreeNode above, BusAddress address)
    {
        DeviceTreeProperty ranges = bus.Property("ranges"u8);
        if (!ranges.Exists)
        {
            return ErrorCode.NotSupported;
        }

        uint childCells = bus.AddressCells;
        uint sizeCells = bus.SizeCells;
        uint parentCells = above.AddressCells;
        if (!AreSane(childCells, sizeCells) || !AreSane(parentCells, 0))
        {
            return ErrorCode.Corrupt;
        }

        if (ranges.Value.Length == 0)
        {
            return parentCells == MaximumAddressCells ? address : new BusAddress(0, address.Low);
        }

        int entryCells = (int)(childCells + parentCells + sizeCells);
        if ((ranges.Value.Length & 3) != 0 || ranges.Cells.Count % entryCells != 0)
        {
            return ErrorCode.Corrupt;
        }

        return SearchRanges(ranges.Cells, childCells, parentCells, sizeCells, SpaceMask(bus), address);
    }

    private static Result<BusAddress> SearchRanges(
        DeviceTreeCells cells, uint childCells, uint parentCells, uint sizeCells, uint spaceMask, BusAddress address)
    {
        int entryCells = (int)(childCells + parentCells + sizeCells);
        for (int entry = 0; entry < cells.Count; entry += entryCells)
        {
            BusAddress child = ReadAddress(cells, entry, childCells);
            if (((child.Space ^ address.Space) & spaceMask) != 0 || address.Low < child.Low)
            {
                continue;
            }

            ulong offset = address.Low - child.Low;
            if (offset >= ReadNumber(cells, entry + (int)(childCells + parentCells), sizeCells))
            {
                continue;
            }

            BusAddress parent = ReadAddress(cells, entry + (int)childCells, parentCells);
            if (offset > ulong.MaxValue - parent.Low)
            {
                return ErrorCode.Corrupt;
            }

            return new BusAddress(parent.Space, parent.Low + offset);
        }
        return ErrorCode.NotSupported;
    }

    /// <summary>
    /// The memory that a device on <paramref name="bus"/> reaches: the longest of several windows. NotSupported: none.
    /// Corrupt: absurd cells, length or sum.
    /// </summary>
    public static Result<DmaReach> ReadReach(DeviceTreeNode bus)
    {
        DmaReach reach = DmaReach.Everything;
        while (bus.Level > 1)
        {
            DeviceTreeNode above = bus.Parent;
            ErrorCode error = ThroughDmaRanges(bus, above, ref reach);
            if (error != ErrorCode.None)
            {
                return error;
            }

            bus = above;
        }

        return reach;
    }

    private static ErrorCode ThroughDmaRanges(scoped in DeviceTreeNode bus, scoped in DeviceTreeNode above, ref DmaReach reach)
    {
        DeviceTreeProperty ranges = bus.Property("dma-ranges"u8);
        if (!ranges.Exists || ranges.Value.Length == 0)
        {
            return ErrorCode.None;
        }

        uint childCells = bus.AddressCells;
        uint sizeCells = bus.SizeCells;
        uint parentCells = above.AddressCells;
        int entryCells = (int)(childCells + parentCells + sizeCells);
        if (!AreSane(childCells, sizeCells) || !AreSane(parentCells, 0)
            || (ranges.Value.Length & 3) != 0 || ranges.Cells.Count % entryCells != 0)
        {
            return ErrorCode.Corrupt;
        }

        DmaReach? longest = null;
        for (int entry = 0; entry < ranges.Cells.Count; entry += entryCells)
        {
            ulong child = ReadAddress(ranges.Cells, entry, childCells).Low;
            ulong parent = ReadAddress(ranges.Cells, entry + (int)childCells, parentCells).Low;
            ulong size = ReadNumber(ranges.Cells, entry + (int)(childCells + parentCells), sizeCells);
            if (size != 0 && (size - 1 > ulong.MaxValue - child || size - 1 > ulong.MaxValue - parent))
            {
                return ErrorCode.Corrupt;
            }

            DmaReach? part = size == 0 ? null : reach.Through(child, parent, size);
            if (part is DmaReach found && (longest is not DmaReach before || found.IsLonger(before)))
            {
                longest = found;
            }
        }

        reach = longest ?? reach;
        return longest is null ? ErrorCode.NotSupported : ErrorCode.None;
    }

    private static uint SpaceMask(scoped in DeviceTreeNode bus)
    {
        ReadOnlySpan<byte> type = bus.Property("device_type"u8).AsString;
        return type.SequenceEqual("pci"u8) || type.SequenceEqual("pciex"u8) ? PciSpaceMask : uint.MaxValue;
    }

    private static bool AreSane(uint addressCells, uint sizeCells) =>
        addressCells is > 0 and <= MaximumAddressCells && sizeCells <= MaximumSizeCells;

    private static BusAddress ReadAddress(DeviceTreeCells cells, int index, uint count) =>
        count == MaximumAddressCells
            ? new BusAddress(cells[index], ReadNumber(cells, index + 1, 2))
            : new BusAddress(0, ReadNumber(cells, index, count));

    private static ulong ReadNumber(DeviceTreeCells cells, int index, uint count)
    {
        ulong number = 0;
        for (int i = 0; i < (int)count; i++)
        {
            number = (number << 32) | cells[index + i];
        }

        return number;
    }
}
