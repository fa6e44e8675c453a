// The name of a program's assembly, which .NET reports as an exception's source: linked if a program asks for it.

using System;
using System.Linq;
using System.Text;

namespace RustKernel.Build.ImageCheck;

/// <summary>Writes an assembly file with the function that services/Runtime/Runtime/BuildIdentity.cs calls.</summary>
public static class ProgramNameText
{
    private const string Reader = "get_program_name";

    /// <summary>Returns nothing when <paramref name="compiled"/> does not ask for <paramref name="name"/>.</summary>
    public static string Write(ElfFile compiled, string name)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        return !compiled.Symbols.Any(symbol => symbol.Name == Reader)
            ? ""
            : $"        .section .rodata\n.Lprogram_name:\n        .byte   {string.Join(", ", Encoding.UTF8.GetBytes(name + "\0"))}\n"
                + $"        .text\n        .balign 4\n        .globl  {Reader}\n{Reader}:\n"
                + "        adrp    x0, .Lprogram_name\n        add     x0, x0, :lo12:.Lprogram_name\n        ret\n";
    }
}
