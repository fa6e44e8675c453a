// All checks over one kernel, in the order of their numbers.

using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>Runs every check; the disassembler runs once.</summary>
public static class KernelCheck
{
    /// <summary>Everything that is wrong; empty for a good kernel.</summary>
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
        ];
        if (instructions.Count == 0)
            findings.Add(new Finding("RK2000", "the disassembler found no code"));
        if (options.Image is { } image)
            findings.AddRange(BudgetCheck.Run(image, options.ImageBudgetBytes));
        return findings;
    }
}
