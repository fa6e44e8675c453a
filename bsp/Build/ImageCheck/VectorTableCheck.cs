// RK2005: the exception vector table has the shape that the architecture requires.

using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// The table is 2 KiB aligned and has 16 entries of 128 bytes [DDI0487 D1.3 Exception vectors];
/// every entry begins with code and ends in a branch, so that none runs into the next.
/// </summary>
public static class VectorTableCheck
{
    private const int EntryCount = 16;
    private const int EntrySize = 128;
    private const int TableSize = EntryCount * EntrySize;
    private const uint Nop = 0xD503201F;

    /// <summary>Checks the table that begins at the symbol <paramref name="symbolName"/>.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf, string symbolName)
    {
        if (elf.Find(symbolName) is not { } table)
        {
            yield return new Finding("RK2005", $"{symbolName} is missing: the exception vector table must have this name");
            yield break;
        }

        if (table.Address % TableSize != 0)
        {
            yield return new Finding(
                "RK2005",
                $"{symbolName} at 0x{table.Address:x} is not aligned to {TableSize} bytes (.balign {TableSize})");
        }

        if (table.Size != 0 && table.Size != TableSize)
        {
            yield return new Finding(
                "RK2005",
                $"{symbolName} is {table.Size} bytes long, not 16 entries of {EntrySize} bytes ({TableSize})");
        }

        for (uint entry = 0; entry < EntryCount; entry++)
        {
            ulong address = table.Address + entry * EntrySize;
            if (DefectOf(elf, address) is { } defect)
            {
                yield return new Finding("RK2005", $"{symbolName} entry {entry} at 0x{address:x} {defect}");
            }
        }
    }

    private static string? DefectOf(ElfFile elf, ulong address)
    {
        if (elf.WordAt(address) is not { } first)
        {
            return "lies outside the image";
        }

        if (first is 0 or Nop)
        {
            return "begins with padding, not with code";
        }

        for (int offset = EntrySize - 4; offset >= 0; offset -= 4)
        {
            if (elf.WordAt(address + (ulong)offset) is not { } word || word is 0 or Nop)
            {
                continue;
            }

            return EndsFlow(word) ? null : $"does not end in a branch (last word 0x{word:x8}): it runs into the next entry";
        }

        return null;
    }

    // b; br; ret; eret; brk [DDI0487 C4.1 A64 instruction set encoding].
    private static bool EndsFlow(uint word) =>
        (word & 0xFC000000) == 0x14000000
        || (word & 0xFFFFFC1F) is 0xD61F0000 or 0xD65F0000
        || word == 0xD69F03E0
        || (word & 0xFFE0001F) == 0xD4200000;
}
