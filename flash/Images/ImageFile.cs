// A file on an image.

namespace RustKernel.Flash.Images;

/// <summary>One file.</summary>
/// <param name="Path">Its path on the image, with "/".</param>
/// <param name="Source">Where its bytes come from.</param>
/// <param name="Version">For the manifest; empty when unknown.</param>
public sealed record ImageFile(string Path, string Source, string Version = "");
