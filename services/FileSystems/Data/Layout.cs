// Sizes and places of the on-disk format, and its hard limits, as docs/DATA.md describes them.

namespace RustKernel.Services.FileSystems.Data;

/// <summary>The format's numbers.</summary>
public static class Layout
{
    /// <summary>Bytes of a block, the unit of everything.</summary>
    public const int BlockSize = 4096;

    /// <summary>The version that this code writes, and the only one that it reads.</summary>
    public const uint Version = 1;

    /// <summary>The block of the superblock of odd generations; that of even ones is block 0.</summary>
    public const ulong SecondSuperblock = 64;

    /// <summary>The fewest blocks of a volume: 1 MiB.</summary>
    public const ulong MinimumBlocks = 256;

    /// <summary>The most blocks of a volume: 8 TiB, the capacity of the space map's index with two levels.</summary>
    public const ulong MaximumBlocks = 1UL << 31;

    /// <summary>The longest name in bytes of UTF-8.</summary>
    public const int MaximumNameBytes = 255;

    /// <summary>The largest file: 8 TiB, the size of the largest volume.</summary>
    public const ulong MaximumFileSize = MaximumBlocks * BlockSize;

    /// <summary>The most snapshots; they are listed in the superblock.</summary>
    public const int MaximumSnapshots = 32;

    /// <summary>The longest name of a snapshot in bytes of UTF-8.</summary>
    public const int MaximumSnapshotNameBytes = 31;

    /// <summary>The most names of one directory with the same 56-bit hash.</summary>
    public const int MaximumEqualHashes = 256;

    /// <summary>The most blocks of one extent, each with its checksum.</summary>
    internal const int MaximumExtent = 64;

    /// <summary>Whether a block may hold a node, data or a part of the map.</summary>
    internal static bool IsPlace(ulong block, ulong blockCount) => block is not 0 and not SecondSuperblock && block < blockCount;

    /// <summary>Blocks that one block of the space map describes: 128 MiB.</summary>
    internal const ulong BlocksInGroup = BlockSize * 8;

    /// <summary>Pointers in a block of the space map's index.</summary>
    internal const ulong PointersInIndex = BlockSize / 16;

    /// <summary>The highest inode number: one bit less than a key has room for.</summary>
    internal const ulong MaximumInode = 1UL << 55;

    /// <summary>The inode of the root directory.</summary>
    internal const ulong RootInode = 1;
}
