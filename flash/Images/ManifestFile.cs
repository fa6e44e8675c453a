// A file in the manifest.

namespace RustKernel.Flash.Images;

/// <summary>One file of an image.</summary>
/// <param name="Path">Its path on the image, with "/".</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
/// <param name="Version">The commit it was built from, or the package it was taken from; empty when unknown.</param>
public sealed record ManifestFile(string Path, long Size, string Sha256, string Version = "");
