// Checksums by the CPU's own instructions.

using System;
using System.Runtime.InteropServices;

namespace RustKernel.Runtime;

/// <summary>What Crc32C.S and InternetSum.S compute.</summary>
public static class Checksums
{
    /// <summary>
    /// Carries the CRC-32C <paramref name="crc"/>, not inverted, over <paramref name="data"/>. Only where ID_AA64ISAR0_EL1.CRC32
    /// (<see cref="SystemItem.Instructions"/>) is not 0: elsewhere the first instruction ends the process.
    /// </summary>
    public static uint Crc32C(uint crc, ReadOnlySpan<byte> data) =>
        Native.UpdateCrc32C(ref MemoryMarshal.GetReference(data), (nuint)data.Length, crc);

    /// <summary>
    /// The sum of the 16-bit big-endian words of <paramref name="data"/> in ones' complement, not inverted; a byte 0 follows an odd number
    /// of bytes. Sums of parts may be added. [RFC 1071]
    /// </summary>
    public static ushort Internet(ReadOnlySpan<byte> data) =>
        (ushort)Native.InternetSum(ref MemoryMarshal.GetReference(data), (nuint)data.Length);
}
