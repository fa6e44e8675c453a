// Checksums with the CPU's own instructions.

using System;
using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>The checksums in Crc32C.S and InternetSum.S.</summary>
public static class Checksums
{
    /// <summary>
    /// Continues the CRC-32C <paramref name="crc"/>, not inverted, over <paramref name="data"/>. Only if ID_AA64ISAR0_EL1.CRC32
    /// (<see cref="SystemItem.Instructions"/>) is not 0: otherwise the first instruction ends the process.
    /// </summary>
    public static uint Crc32C(uint crc, ReadOnlySpan<byte> data) =>
        Native.UpdateCrc32C(ref MemoryMarshal.GetReference(data), (nuint)data.Length, crc);

    /// <summary>
    /// The sum of the 16-bit big-endian words of <paramref name="data"/> in ones' complement, not inverted; an odd number of bytes is
    /// padded with a byte 0. Sums of parts may be added. [RFC 1071]
    /// </summary>
    public static ushort Internet(ReadOnlySpan<byte> data) =>
        (ushort)Native.InternetSum(ref MemoryMarshal.GetReference(data), (nuint)data.Length);
}
