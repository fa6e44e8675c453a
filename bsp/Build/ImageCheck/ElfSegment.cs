// One PT_LOAD program header of an ELF file.

namespace RustKernel.Build.ImageCheck;

/// <summary>A loadable segment; addresses, sizes and alignment in bytes.</summary>
public sealed record ElfSegment(uint Flags, ulong FileOffset, ulong Address, ulong FileSize, ulong MemorySize, ulong Alignment)
{
    /// <summary>Code may run from it (PF_X).</summary>
    public bool IsExecutable => (Flags & 1) != 0;

    /// <summary>It may be written (PF_W).</summary>
    public bool IsWritable => (Flags & 2) != 0;

    /// <summary>The first address after it.</summary>
    public ulong EndExclusive => Address + MemorySize;

    /// <summary>The permissions as linkers write them, such as <c>R-X</c>.</summary>
    public string Permissions => $"{((Flags & 4) != 0 ? 'R' : '-')}{(IsWritable ? 'W' : '-')}{(IsExecutable ? 'X' : '-')}";
}
