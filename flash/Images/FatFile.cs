// A file as a FAT volume holds it.

using System.Collections.Generic;

namespace RustKernel.Flash.Images;

/// <summary>One file of a volume.</summary>
/// <param name="Path">Its path, with "/".</param>
/// <param name="Size">Bytes.</param>
/// <param name="Extents">Where its clusters lie, in order: byte offsets of the volume, neighbours joined.</param>
public sealed record FatFile(string Path, long Size, IReadOnlyList<FatExtent> Extents);
