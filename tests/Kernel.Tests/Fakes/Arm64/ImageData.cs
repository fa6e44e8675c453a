// An image with a known commit.

using System;

namespace RustKernel.Arm64;

internal static class ImageData
{
    internal static ReadOnlySpan<byte> BuildIdentity => "0123456789ab"u8;
}
