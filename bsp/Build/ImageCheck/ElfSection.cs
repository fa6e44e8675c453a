// One section header of an ELF file.

namespace RustKernel.Build.ImageCheck;

/// <summary>A section: <paramref name="Address"/> as linked, <paramref name="Size"/> and <paramref name="FileOffset"/> in bytes.</summary>
public sealed record ElfSection(string Name, uint Type, ulong Flags, ulong Address, ulong FileOffset, ulong Size, uint Link)
{
    /// <summary>Takes memory at run time (SHF_ALLOC).</summary>
    public bool IsAllocated => (Flags & 2) != 0;

    /// <summary>Writable at run time (SHF_WRITE).</summary>
    public bool IsWritable => (Flags & 1) != 0;

    /// <summary>Holds code (SHF_EXECINSTR).</summary>
    public bool IsExecutable => (Flags & 4) != 0;
}
