// Checksums by the CPU's own instructions.

using System;
using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>What Crc32C.S computes.</summary>
public static class Checksums
{
    /// <summary>Carries the CRC-32C <paramref name="crc"/>, not inverted, over <paramref name="data"/>.</summary>
    public static uint Crc32C(uint crc, ReadOnlySpan<byte> data) =>
        Native.UpdateCrc32C(ref MemoryMarshal.GetReference(data), (nuint)data.Length, crc);
}
