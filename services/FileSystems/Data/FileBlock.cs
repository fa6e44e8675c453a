namespace RustKernel.Services.FileSystems.Data;

/// <summary>Block <paramref name="Index"/> of a file, wherever it lies.</summary>
internal readonly record struct FileBlock(ulong Inode, ulong Index)
{
    public int CompareTo(FileBlock other) => Inode != other.Inode ? Inode.CompareTo(other.Inode) : Index.CompareTo(other.Index);
}
