namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>The purpose of a partition, by its type.</summary>
public enum PartitionKind
{
    /// <summary>Not ours.</summary>
    Other,

    /// <summary>A FAT file system: boot files, interchange.</summary>
    Fat,

    /// <summary>The system's own data.</summary>
    Data,
}
