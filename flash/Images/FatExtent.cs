// A run of clusters.

namespace RustKernel.Flash.Images;

/// <summary>Consecutive bytes of a volume.</summary>
/// <param name="Offset">The first byte, from the volume's beginning.</param>
/// <param name="Length">Bytes, whole clusters.</param>
public readonly record struct FatExtent(long Offset, long Length);
