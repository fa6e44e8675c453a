// RK2009: every CPU has known registers before it runs C#, and only the probes use address translation instructions.

using System;
using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// The way down to EL1 and to the MMU, which all CPUs take (from enter_el1 to the end of
/// enable_mmu), writes each register that is unknown at reset and matters here. An emulator resets
/// them to zero, so no run can miss one. Only the probes of the panic and the tests may use AT
/// (erratum 1319367, docs/ERRATA.md).
/// </summary>
public static class CpuSetupCheck
{
    private const string First = "enter_el1";
    private const string Last = "enable_mmu";
    private const string Probe = "cpu_translate_read";

    private static readonly string[] s_registers =
    [
        "hcr_el2", "cnthctl_el2", "cntvoff_el2", "cptr_el2", "hstr_el2", "vttbr_el2", "vpidr_el2", "vmpidr_el2", "mdcr_el2", "sctlr_el2",
        "vbar_el2",
        "sctlr_el1", "vbar_el1", "cpacr_el1", "mdscr_el1", "contextidr_el1", "amair_el1", "tpidr_el0", "tpidrro_el0", "cntkctl_el1",
        "pmuserenr_el0",
        "pmintenclr_el1", "mair_el1", "tcr_el1", "ttbr0_el1", "ttbr1_el1",
    ];

    /// <summary>One finding for each register that is never written, and for each function with an AT.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf, IReadOnlyList<Instruction> instructions)
    {
        if (elf.Find(First) is not { } first || elf.Find(Last) is not { } last)
        {
            yield return new Finding("RK2009", $"{First} or {Last} is missing: every CPU's way to the MMU must have these names");
            yield break;
        }

        HashSet<string> written = new(StringComparer.OrdinalIgnoreCase);
        foreach (Instruction instruction in instructions)
        {
            if (instruction.Address >= first.Address
                && instruction.Address < last.Address + last.Size
                && Target(instruction.Text) is { } register)
            {
                _ = written.Add(register);
            }

            if (instruction.Text.StartsWith("at\t", StringComparison.Ordinal)
                && elf.FunctionAt(instruction.Address) is var function
                && function != Probe)
            {
                yield return new Finding(
                    "RK2009",
                    $"{function} has '{instruction.Text.Replace('\t', ' ')}' at 0x{instruction.Address:x}: AT belongs in {Probe} alone "
                        + $"(docs/ERRATA.md, 1319367)");
            }
        }

        foreach (string register in s_registers)
        {
            if (!written.Contains(register))
            {
                yield return new Finding(
                    "RK2009",
                    $"nothing between {First} and {Last} writes {register}: its value at reset is unknown, and firmware's is not ours");
            }
        }
    }

    private static string? Target(string text) =>
        text.StartsWith("msr\t", StringComparison.Ordinal) && text.IndexOf(',', StringComparison.Ordinal) is > 4 and var comma
            ? text[4..comma]
            : null;
}
