// What a partition is for.

namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>Whose a partition is, by its type.</summary>
public enum PartitionKind
{
    /// <summary>Somebody else's.</summary>
    Other,

    /// <summary>A FAT file system: boot files, interchange.</summary>
    Fat,

    /// <summary>The system's own data.</summary>
    Data,
}
