// RK2008: Interlocked and Volatile in C# are as strong as the runtime's locks require.

using System;
using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// Interlocked's operations are full barriers in .NET: without LSE, LDAXR, STLXR and a loop, then DMB
/// ISH; with LSE the acquire and release form. The runtime's dispatch cells, locks and monitors read
/// and write plain fields after a CompareExchange and rely on that. The list of exceptions names
/// assembly that is proven to need less.
/// </summary>
public static class AtomicsCheck
{
    private const int MostBetween = 8;
    private static readonly string[] s_lse = ["cas", "swp", "ldadd", "ldset", "ldclr", "ldeor", "ldsmax", "ldsmin", "ldumax", "ldumin"];

    /// <summary>One finding for each weaker sequence.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf, IReadOnlyList<Instruction> instructions, IReadOnlySet<string> allowedFunctions)
    {
        for (int i = 0; i < instructions.Count; i++)
        {
            string mnemonic = Mnemonic(instructions[i]);
            string? defect = IsExclusiveStore(mnemonic) ? DefectOf(instructions, i, mnemonic) : IsLse(mnemonic) ? DefectOf(mnemonic) : null;
            if (defect is null)
            {
                continue;
            }

            string function = elf.FunctionAt(instructions[i].Address);
            if (allowedFunctions.Contains(function))
            {
                continue;
            }

            yield return new Finding("RK2008",
                $"{function} has '{instructions[i].Text.Replace('\t', ' ')}' at 0x{instructions[i].Address:x} {defect}: "
                + "what follows an Interlocked operation may be seen before it; assembly that proves it needs less belongs in "
                    + "--atomics-allow");
        }
    }

    // The exclusive pair and its loop, then the barrier.
    private static string? DefectOf(IReadOnlyList<Instruction> instructions, int store, string mnemonic)
    {
        if (!mnemonic.StartsWith("stl", StringComparison.Ordinal))
        {
            return "without release";
        }

        if (!HasAcquireBefore(instructions, store))
        {
            return "without a load-acquire exclusive before it";
        }

        if (store + 2 >= instructions.Count || Mnemonic(instructions[store + 1]) != "cbnz")
        {
            return "without a loop after it";
        }

        return instructions[store + 2].Text is "dmb\tish" or "dmb\tsy" ? null : "without 'dmb ish' after its loop";
    }

    private static bool HasAcquireBefore(IReadOnlyList<Instruction> instructions, int store)
    {
        for (int i = store - 1; i >= 0 && i >= store - MostBetween; i--)
        {
            string mnemonic = Mnemonic(instructions[i]);
            if (mnemonic.StartsWith("ldaxr", StringComparison.Ordinal) || mnemonic.StartsWith("ldaxp", StringComparison.Ordinal))
            {
                return true;
            }

            if (mnemonic.StartsWith("ldxr", StringComparison.Ordinal) || mnemonic.StartsWith("ldxp", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return false;
    }

    private static string? DefectOf(string lse) =>
        lse.TrimEnd('b', 'h', 'p').EndsWith("al", StringComparison.Ordinal) ? null : "without acquire and release";

    private static bool IsExclusiveStore(string mnemonic) =>
        mnemonic.StartsWith("stxr", StringComparison.Ordinal) || mnemonic.StartsWith("stlxr", StringComparison.Ordinal)
        || mnemonic.StartsWith("stxp", StringComparison.Ordinal) || mnemonic.StartsWith("stlxp", StringComparison.Ordinal);

    private static bool IsLse(string mnemonic)
    {
        foreach (string name in s_lse)
        {
            if (mnemonic.StartsWith(name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Mnemonic(Instruction instruction)
    {
        int end = instruction.Text.IndexOf('\t', StringComparison.Ordinal);
        return end < 0 ? instruction.Text : instruction.Text[..end];
    }
}
