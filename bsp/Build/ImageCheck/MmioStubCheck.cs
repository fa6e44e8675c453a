// RK2003: a device access is one instruction.

using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// Each of the eight MMIO stubs is exactly one load or store of its width (address in x0, value in
/// x1 or x0) and <c>ret</c>.
/// </summary>
public static class MmioStubCheck
{
    private const uint Return = 0xD65F03C0;

    // The encodings of [DDI0487 C6.2] with Rn = x0 and Rt = x0 (loads) or x1 (stores), offset 0.
    private static readonly (string Name, uint Word, string Text)[] s_stubs =
    [
        ("mmio_read8", 0x39400000, "ldrb w0, [x0]"),
        ("mmio_read16", 0x79400000, "ldrh w0, [x0]"),
        ("mmio_read32", 0xB9400000, "ldr w0, [x0]"),
        ("mmio_read64", 0xF9400000, "ldr x0, [x0]"),
        ("mmio_write8", 0x39000001, "strb w1, [x0]"),
        ("mmio_write16", 0x79000001, "strh w1, [x0]"),
        ("mmio_write32", 0xB9000001, "str w1, [x0]"),
        ("mmio_write64", 0xF9000001, "str x1, [x0]"),
    ];

    /// <summary>One finding per wrong or missing stub.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf, IReadOnlyList<Instruction> instructions)
    {
        foreach ((string name, uint word, string text) in s_stubs)
        {
            if (elf.Find(name) is not { } stub)
            {
                yield return new Finding("RK2003", $"{name} is missing: device access needs '{text}; ret' under this name");
                continue;
            }

            if (elf.WordAt(stub.Address) != word || elf.WordAt(stub.Address + 4) != Return)
            {
                yield return new Finding("RK2003",
                    $"{name} at 0x{stub.Address:x} must be exactly '{text}; ret' but begins '{Describe(instructions, stub.Address)}'");
            }
        }
    }

    private static string Describe(IReadOnlyList<Instruction> instructions, ulong address) => string.Join("; ", instructions
        .Where(i => i.Address >= address && i.Address < address + 12)
        .Select(i => i.Text.Replace('\t', ' ')));
}
