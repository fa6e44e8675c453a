// The expected addresses of a tree, computed in another way than the reader's: whole tree in memory, 128-bit sums.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.DeviceTree.Tests;

internal static class ExpectedTranslation
{
    /// <summary>
    /// The "reg" entries of a node at the CPU's addresses; null for an entry that no bus maps. Null when "reg" makes no sense.
    /// </summary>
    public static List<(UInt128 Start, UInt128 Size)?>? Registers(DtsNode node)
    {
        uint[]? reg = node.Cells("reg");
        if (reg is null || node.Parent is null)
        {
            return null;
        }

        int address = (int)node.Parent.Cell("#address-cells", 2);
        int size = (int)node.Parent.Cell("#size-cells", 1);
        if (address is < 1 or > 3 || size is < 0 or > 2 || node.Find("reg")!.Length % 4 != 0 || reg.Length % (address + size) != 0)
        {
            return null;
        }

        List<(UInt128, UInt128)?> result = [];
        foreach (uint[] entry in reg.Chunk(address + size))
        {
            UInt128? start = ToCpu(node.Parent, entry[..address]);
            UInt128 length = Number(entry[address..]);
            result.Add(start is null || start + length > (UInt128)1 << 64 ? null : (start.Value, length));
        }
        return result;
    }

    private static UInt128? ToCpu(DtsNode bus, uint[] address)
    {
        if (bus.Parent is null)
        {
            return Low(address);
        }

        uint[]? ranges = bus.Cells("ranges");
        if (ranges is null)
        {
            return null;
        }

        int own = (int)bus.Cell("#address-cells", 2);
        int size = (int)bus.Cell("#size-cells", 1);
        int above = (int)bus.Parent.Cell("#address-cells", 2);
        if (above is < 1 or > 3 || own is < 1 or > 3 || size > 2)
        {
            return null;
        }

        if (ranges.Length == 0)
        {
            return ToCpu(bus.Parent, [.. Enumerable.Repeat(0u, 3).Concat(address).TakeLast(above)]);
        }

        if (ranges.Length % (own + above + size) != 0)
        {
            return null;
        }

        bool pci = bus.Find("device_type") is { } type
            && (type.AsSpan().SequenceEqual("pci\0"u8) || type.AsSpan().SequenceEqual("pciex\0"u8));
        foreach (uint[] entry in ranges.Chunk(own + above + size))
        {
            if (own == 3 && (pci ? (entry[0] ^ address[0]) & 0x03000000 : entry[0] ^ address[0]) != 0)
            {
                continue;
            }

            UInt128 first = Low(entry[..own]);
            UInt128 length = Number(entry[(own + above)..]);
            UInt128 wanted = Low(address);
            if (wanted < first || wanted >= first + length)
            {
                continue;
            }

            UInt128 moved = Low(entry[own..(own + above)]) + (wanted - first);
            if (moved > ulong.MaxValue)
            {
                return null;
            }

            uint[] next = [above == 3 ? entry[own] : 0, (uint)(moved >> 32), (uint)moved];
            return ToCpu(bus.Parent, next[^above..]);
        }
        return null;
    }

    // The third cell from the right is a space code, not part of the number.
    private static UInt128 Low(uint[] cells) => Number([.. cells.TakeLast(2)]);

    private static UInt128 Number(uint[] cells) => cells.Aggregate(UInt128.Zero, (number, cell) => (number << 32) | cell);
}
