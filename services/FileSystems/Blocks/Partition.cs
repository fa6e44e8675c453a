namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>A part of a disk: consecutive sectors, all within the disk and in no other partition.</summary>
public readonly struct Partition
{
    /// <summary><paramref name="count"/> sectors, beginning with <paramref name="first"/>.</summary>
    public Partition(PartitionKind kind, ulong first, ulong count)
    {
        Kind = kind;
        First = first;
        Count = count;
    }

    /// <summary>Its purpose.</summary>
    public PartitionKind Kind { get; }

    /// <summary>Its first sector.</summary>
    public ulong First { get; }

    /// <summary>Its sectors, at least one.</summary>
    public ulong Count { get; }
}
