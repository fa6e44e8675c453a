// A part of a disk.

namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>Sectors in a row, all on the disk and no other partition's.</summary>
public readonly struct Partition
{
    /// <summary><paramref name="count"/> sectors from <paramref name="first"/> on.</summary>
    public Partition(PartitionKind kind, ulong first, ulong count)
    {
        Kind = kind;
        First = first;
        Count = count;
    }

    /// <summary>What it is for.</summary>
    public PartitionKind Kind { get; }

    /// <summary>Its first sector.</summary>
    public ulong First { get; }

    /// <summary>Its sectors, at least one.</summary>
    public ulong Count { get; }
}
