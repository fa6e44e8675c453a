// How large the partitions of an image are.

namespace RustKernel.Flash.Images;

/// <summary>Bytes, whole MiB.</summary>
/// <param name="Boot">The boot partition; 0: by what is on it.</param>
/// <param name="Data">The data partition; 0: there is none.</param>
public sealed record PartitionSizes(long Boot, long Data)
{
    /// <summary>The default size of an image's data partition.</summary>
    public const long UsualData = 64L << 20;

    /// <summary>One partition, as large as its files want.</summary>
    public static PartitionSizes BootOnly { get; } = new(0, 0);
}
