// All checks over one kernel, in the order of their numbers.

using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>Runs every check; the disassembler runs once.</summary>
public static class KernelCheck
{
    /// <summary>The findings for a program for EL0; empty for a good one.</summary>
    public static IReadOnlyList<Finding> RunProgram(CheckOptions options)
    {
        ElfFile elf = ElfFile.Read(options.Program!);
        List<Instruction> instructions = [.. Disassembly.Run(options.Objdump, options.Program!)];
        return instructions.Count == 0
            ? [new Finding("RK2000", "the disassembler found no code")]
            : [.. AtomicsCheck.Run(elf, instructions, options.AtomicsAllowed)];
    }

    /// <summary>All findings; empty for a good kernel.</summary>
    public static IReadOnlyList<Finding> Run(CheckOptions options)
    {
        ElfFile elf = ElfFile.Read(options.Elf);
        List<Instruction> instructions = [.. Disassembly.Run(options.Objdump, options.Elf)];
        List<Finding> findings =
        [
            .. SimdCheck.Run(elf, instructions, options.SimdAllowed),
            .. StaticConstructorCheck.Run(elf),
            .. MmioStubCheck.Run(elf, instructions),
            .. ForbiddenSymbolCheck.Run(elf),
            .. VectorTableCheck.Run(elf, options.Vectors),
            .. SegmentCheck.Run(elf),
            .. AtomicsCheck.Run(elf, instructions, options.AtomicsAllowed),
            .. CpuSetupCheck.Run(elf, instructions),
        ];
        if (instructions.Count == 0)
        {
            findings.Add(new Finding("RK2000", "the disassembler found no code"));
        }

        if (options.Image is { } image)
        {
            findings.AddRange(BudgetCheck.Run(image, options.ImageBudgetBytes, options.Guests));
        }

        return findings;
    }
}
