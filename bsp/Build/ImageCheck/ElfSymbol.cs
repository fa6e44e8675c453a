// One entry of an ELF symbol table.

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// A symbol: <paramref name="Address"/> as linked, <paramref name="Size"/> in bytes (0 when the assembler source gives none).
/// </summary>
public sealed record ElfSymbol(string Name, ulong Address, ulong Size, int SectionIndex, bool IsFunction)
{
    /// <summary>STT_FUNC.</summary>
    public const int TypeFunction = 2;

    /// <summary>False for a symbol that the link left undefined (weak references).</summary>
    public bool IsDefined => SectionIndex != 0;
}
