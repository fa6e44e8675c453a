namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>What a sector of metadata holds, which decides when it may be written. The numbers are in the log.</summary>
internal enum SectorKind
{
    /// <summary>A boot sector: written with the directories.</summary>
    Boot = 0,

    /// <summary>Links of the active FAT; the other FATs follow it.</summary>
    Table = 1,

    /// <summary>Entries of a directory.</summary>
    Directory = 2,

    /// <summary>The first sector of a moved directory: only its ".." changes.</summary>
    Parent = 3,
}
