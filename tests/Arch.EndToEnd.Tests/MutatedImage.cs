// artifacts/Image with instructions replaced, found by their function's symbol in artifacts/kernel.elf.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Arch.EndToEnd.Tests;

/// <summary>Makes mutated kernels without building one.</summary>
public static class MutatedImage
{
    private const ulong ImageBase = 0xFFFF_FFFF_8000_0000;
    private const int MostInstructions = 256;

    private static readonly Lazy<Dictionary<string, ulong>> s_symbols = new(ReadSymbols);

    /// <summary>Writes the built image with <paramref name="patches"/> to <paramref name="file"/>.</summary>
    public static void Write(string file, IEnumerable<Patch> patches)
    {
        byte[] image = File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "Image"));
        foreach (Patch patch in patches)
        {
            Apply(image, patch);
        }

        File.WriteAllBytes(file, image);
    }

    /// <summary>
    /// Writes the built image to <paramref name="file"/> and disables the conditional branches between the symbols
    /// <paramref name="from"/> and <paramref name="to"/> that go to <paramref name="target"/>: all, or with <paramref name="only"/> that
    /// one, from 0 on. Returns their number.
    /// </summary>
    public static int WriteWithoutBranches(string file, string from, string to, string target, int only = -1)
    {
        const uint nop = 0xD503201F;
        byte[] image = File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "Image"));
        int found = 0;
        for (ulong address = s_symbols.Value[from]; address < s_symbols.Value[to]; address += 4)
        {
            Span<byte> place = image.AsSpan((int)(address - ImageBase), 4);
            long offset = BranchOffset(BinaryPrimitives.ReadUInt32LittleEndian(place));
            if (offset != 0 && address + (ulong)offset == s_symbols.Value[target])
            {
                if (only < 0 || only == found)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(place, nop);
                }

                found++;
            }
        }

        File.WriteAllBytes(file, image);
        return found;
    }

    // B.cond, CBZ and CBNZ have 19 bits of words from bit 5 on, TBZ and TBNZ 14. [DDI0487 C4.1]
    private static long BranchOffset(uint instruction) => (instruction >> 24) switch
    {
        0x54 or 0x34 or 0x35 or 0xB4 or 0xB5 => (long)((int)(instruction << 8) >> 13) * 4,
        0x36 or 0x37 or 0xB6 or 0xB7 => (long)((int)(instruction << 13) >> 18) * 4,
        _ => 0,
    };

    private static void Apply(byte[] image, Patch patch)
    {
        Assert.True(s_symbols.Value.TryGetValue(patch.Function, out ulong start), $"kernel.elf has no symbol {patch.Function}");
        int left = patch.Occurrence;
        for (int i = 0; i < MostInstructions; i++)
        {
            ulong address = start + (ulong)(i * 4);
            Span<byte> place = image.AsSpan((int)(address - ImageBase), 4);
            uint instruction = BinaryPrimitives.ReadUInt32LittleEndian(place);
            if ((instruction & patch.Mask) != patch.Value || !Calls(patch.Call, instruction, address) || left-- > 0)
            {
                continue;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(place, patch.Apply(instruction));
            return;
        }

        Assert.Fail($"{patch.Function} has no such instruction as 0x{patch.Value:x8}, number {patch.Occurrence}");
    }

    private static bool Calls(string callee, uint instruction, ulong address)
        => callee.Length == 0 || address + (ulong)((long)((int)(instruction << 6) >> 6) * 4) == s_symbols.Value[callee];

    private static Dictionary<string, ulong> ReadSymbols()
    {
        ToolResult result = Tool.Finish(
            Tool.Start("llvm-nm", [Path.Combine(Tool.Root, "artifacts", "kernel.elf")]),
            TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words.Length == 3)
            .GroupBy(words => words[2])
            .ToDictionary(
                group => group.Key,
                group => ulong.Parse(group.First()[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }
}
