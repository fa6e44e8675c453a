// A check of sectors that costs a few instructions a word.

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// 64 bits that change with any byte, except in one case in 2^64: shows whether a sector is the expected one, and whether a log was written
/// completely. It protects against accidents, not against forgers.
/// </summary>
internal static class SectorHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>The check of bytes, whose number is a multiple of 8.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Multiplier ^ (ulong)bytes.Length;
        for (int i = 0; i + 8 <= bytes.Length; i += 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(i))) * Multiplier;
            hash ^= hash >> 29;
        }

        return hash;
    }
}
