using System.Runtime.CompilerServices;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>The key of an item: an inode and a kind (<paramref name="High"/>: number · 256 + kind), then a place in it.</summary>
internal readonly record struct TreeKey(ulong High, ulong Low)
{
    public static TreeKey Of(ulong inode, ItemKind kind, ulong place) => new((inode << 8) | (byte)kind, place);

    /// <summary>Higher than every key of an item.</summary>
    public static TreeKey Last => new(ulong.MaxValue, ulong.MaxValue);

    public ulong Inode => High >> 8;

    public ItemKind Kind => (ItemKind)(byte)High;

    /// <summary>The next possible key.</summary>
    public TreeKey Next => Low == ulong.MaxValue ? new(High + 1, 0) : new(High, Low + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CompareTo(TreeKey other)
        => High != other.High ? (High < other.High ? -1 : 1) : Low == other.Low ? 0 : Low < other.Low ? -1 : 1;
}
