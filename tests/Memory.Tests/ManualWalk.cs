// A translation table walk written from the manual, for 4 KiB granule, TxSZ = 16, no LPA2 [DDI0487 D8.2, D8.3, D8.4]. It
// shares no line and no constant with kernel/Core/Memory: the bit positions are repeated on purpose.

using System;

namespace RustKernel.Memory.Tests;

/// <summary>The hardware's result for an address.</summary>
public readonly record struct ManualResult(
    bool Mapped, ulong Output, ulong LeafBytes, bool ReadEl0, bool WriteEl0, bool ExecuteEl0, bool WriteEl1, bool ExecuteEl1,
    int MairByte, int Shareability, bool Global);

public static class ManualWalk
{
    public static ManualResult Translate(EmulatedMachine machine, ulong root, ulong mair, ulong va)
    {
        ulong table = root;
        int top = 47;
        for (int level = 0; level <= 3; level++, top -= 9)
        {
            ulong index = (va >> (top - 8)) % 512;
            ulong d = machine.Read(table + index * 8);
            if (d % 2 == 0)
            {
                return default;
            }

            bool bit1 = (d & 0b10) != 0;
            if (level < 3 && bit1)
            {
                if (d >> 48 != 0)
                {
                    throw new InvalidOperationException(
                    $"table descriptor {d:x16} at level {level}: reserved or hierarchical bits set");
                }

                table = d & 0x0000_FFFF_FFFF_F000;
                continue;
            }
            if (level == 3 && !bit1)
            {
                throw new InvalidOperationException("reserved encoding 0b01 at level 3");
            }

            if (level == 0)
            {
                throw new InvalidOperationException("block at level 0");
            }

            return Leaf(d, level, va, mair);
        }
        throw new InvalidOperationException("no leaf at level 3");
    }

    private static ManualResult Leaf(ulong d, int level, ulong va, ulong mair)
    {
        int offsetBits = level == 1 ? 30 : level == 2 ? 21 : 12;
        ulong offsetMask = (1ul << offsetBits) - 1;
        ulong output = d & 0x0000_FFFF_FFFF_F000;
        if ((output & offsetMask) != 0)
        {
            throw new InvalidOperationException($"level {level} output {output:x} not aligned");
        }

        if ((d & (1ul << 10)) == 0)
        {
            throw new InvalidOperationException("access flag clear");
        }

        if ((d & (1ul << 5)) != 0)
        {
            throw new InvalidOperationException("NS set");
        }

        if ((d >> 50 & 0b111) != 0)
        {
            throw new InvalidOperationException("GP, DBM or contiguous set");
        }

        if (d >> 55 != 0)
        {
            throw new InvalidOperationException("software or PBHA bits set");
        }

        ulong ap = d >> 6 & 0b11;
        bool el0 = (ap & 0b01) != 0;
        bool readOnly = (ap & 0b10) != 0;
        bool pxn = (d >> 53 & 1) != 0;
        bool uxn = (d >> 54 & 1) != 0;
        int attribute = (int)(mair >> (int)(8 * (d >> 2 & 0b111))) & 0xFF;
        // EL1 may not execute what EL0 may write, whatever PXN says.
        bool executeEl1 = !pxn && !(el0 && !readOnly);
        return new ManualResult(
            true, output | (va & offsetMask), offsetMask + 1, el0, el0 && !readOnly, !uxn, !readOnly, executeEl1,
            attribute, (int)(d >> 8 & 0b11), (d >> 11 & 1) == 0);
    }
}
