// A file that a run used.

namespace RustKernel.Hil.History;

/// <summary>An artifact by its content.</summary>
/// <param name="Name">What it is: image, dtb, sdcard.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">Its size; 0 when it is not known.</param>
public sealed record HistoricArtifact(string Name, string Sha256, long Bytes);
