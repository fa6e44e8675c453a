// Random numbers from a key. Without the key they cannot be predicted. [RFC 8439, 2.3]

using System;

namespace RustKernel.Services.Randomness;

/// <summary>
/// ChaCha20 with a key that every use replaces: the new key does not reveal earlier numbers. The caller keeps the key,
/// <see cref="KeyWords"/> words. One thread at a time may use it.
/// </summary>
public static class KeyedNumbers
{
    /// <summary>Words of a key.</summary>
    public const int KeyWords = 8;

    private const int BlockWords = 16;
    private const int BlockBytes = BlockWords * 4;
    private const int FirstKeyWord = 4;
    private const int CounterWord = 12;
    private const int DoubleRounds = 10;

    /// <summary>Fills <paramref name="bytes"/>, of any length, and replaces the key.</summary>
    public static void Fill(Span<uint> key, Span<byte> bytes)
    {
        Span<uint> next = stackalloc uint[BlockWords];
        Span<uint> block = stackalloc uint[BlockWords];
        Block(key, 0, next);
        for (int done = 0; done < bytes.Length; done++)
        {
            int place = done % BlockBytes;
            if (place == 0)
            {
                Block(key, (uint)(done / BlockBytes) + 1, block);
            }

            bytes[done] = (byte)(block[place / 4] >> (8 * (place % 4)));
        }

        next.Slice(0, KeyWords).CopyTo(key);
    }

    /// <summary>
    /// Mixes <paramref name="words"/> into the key: the next key cannot be computed from the old one without them.
    /// </summary>
    public static void Stir(Span<uint> key, ReadOnlySpan<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (i != 0 && i % KeyWords == 0)
            {
                Fill(key, default);
            }

            key[i % KeyWords] ^= words[i];
        }

        Fill(key, default);
    }

    /// <summary>One block of the key stream, 16 words, with a nonce of zero.</summary>
    internal static void Block(ReadOnlySpan<uint> key, uint counter, Span<uint> block)
    {
        Span<uint> start = stackalloc uint[BlockWords];
        start.Clear();

        // "expand 32-byte k"
        start[0] = 0x61707865;
        start[1] = 0x3320646E;
        start[2] = 0x79622D32;
        start[3] = 0x6B206574;
        key.CopyTo(start.Slice(FirstKeyWord));
        start[CounterWord] = counter;
        start.CopyTo(block);
        for (int i = 0; i < DoubleRounds; i++)
        {
            QuarterRound(block, 0, 4, 8, 12);
            QuarterRound(block, 1, 5, 9, 13);
            QuarterRound(block, 2, 6, 10, 14);
            QuarterRound(block, 3, 7, 11, 15);
            QuarterRound(block, 0, 5, 10, 15);
            QuarterRound(block, 1, 6, 11, 12);
            QuarterRound(block, 2, 7, 8, 13);
            QuarterRound(block, 3, 4, 9, 14);
        }

        for (int i = 0; i < BlockWords; i++)
        {
            block[i] += start[i];
        }
    }

    private static void QuarterRound(Span<uint> block, int a, int b, int c, int d)
    {
        block[a] += block[b];
        block[d] = Rotate(block[d] ^ block[a], 16);
        block[c] += block[d];
        block[b] = Rotate(block[b] ^ block[c], 12);
        block[a] += block[b];
        block[d] = Rotate(block[d] ^ block[a], 8);
        block[c] += block[d];
        block[b] = Rotate(block[b] ^ block[c], 7);
    }

    private static uint Rotate(uint value, int bits) => (value << bits) | (value >> (32 - bits));
}
