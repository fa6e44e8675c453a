namespace RustKernel.Services.FileSystems.Data;

/// <summary>The kind of an item in the tree; stored on the disk, so numbers never change.</summary>
internal enum ItemKind : byte
{
    /// <summary>Kind, size and times of a file or directory; place 0.</summary>
    Inode = 1,

    /// <summary>An entry of a directory; place: hash of the name · 256 + a number among equal hashes.</summary>
    Entry = 2,

    /// <summary>Where blocks of a file lie, and their checksums; place: number of the first block in the file.</summary>
    Extent = 3,

    /// <summary>A file that was open when its name was removed; inode 0; place: its inode.</summary>
    Orphan = 4,
}
