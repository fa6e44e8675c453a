using System;
using System.Buffers.Binary;

namespace RustKernel.SocketServer;

/// <summary>Bytes that both ends know: a sequence for each seed; seed and position give each eight of them (SplitMix64).</summary>
internal static class KnownBytes
{
    private const int WordBytes = 8;

    /// <summary>Writes the bytes from <paramref name="position"/> on.</summary>
    internal static void Fill(uint seed, long position, Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[WordBytes];
        while (!bytes.IsEmpty)
        {
            int skipped = (int)(position % WordBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(word, WordOf(seed, position / WordBytes));
            int count = Math.Min(WordBytes - skipped, bytes.Length);
            word.Slice(skipped, count).CopyTo(bytes);
            bytes = bytes.Slice(count);
            position += count;
        }
    }

    private static ulong WordOf(uint seed, long number)
    {
        ulong word = ((ulong)seed << 32) + ((ulong)number * 0x9E3779B97F4A7C15);
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
