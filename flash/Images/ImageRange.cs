// A used part of an image.

namespace RustKernel.Flash.Images;

/// <summary>Bytes that are written and compared; what lies between ranges is free space and may hold anything.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Their hash, lower-case hexadecimal.</param>
/// <param name="Content">What it is, for people: "partition table", "file system" or a file's path.</param>
public sealed record ImageRange(long Offset, long Length, string Sha256, string Content);
