// The compression of SHA-256, and the hash of complete data, which needs nothing else.

using System.Buffers.Binary;

namespace System.Security.Cryptography;

/// <summary>[FIPS 180-4 6.2]</summary>
internal static class SHA256Core
{
    /// <summary>Bytes of a hash.</summary>
    internal const int HashBytes = 32;

    /// <summary>Bytes of a block.</summary>
    internal const int BlockBytes = 64;

    /// <summary>Bytes of the length at the end of the last block.</summary>
    internal const int LengthBytes = 8;

    /// <summary>Words of the state.</summary>
    internal const int StateWords = 8;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The state before the first block.</summary>
    internal static ReadOnlySpan<uint> Start =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    /// <summary>The hash of <paramref name="bytes"/>.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        Span<uint> state = stackalloc uint[StateWords];
        Start.CopyTo(state);
        int at = 0;
        for (; bytes.Length - at >= BlockBytes; at += BlockBytes)
        {
            Add(state, bytes.Slice(at, BlockBytes));
        }

        // A bit, zeros, and the length in bits.
        Span<byte> tail = stackalloc byte[BlockBytes * 2];
        tail.Clear();
        bytes.Slice(at).CopyTo(tail);
        int rest = bytes.Length - at;
        tail[rest] = 0x80;
        int end = rest + 1 + LengthBytes <= BlockBytes ? BlockBytes : BlockBytes * 2;
        BinaryPrimitives.WriteUInt64BigEndian(tail.Slice(end - LengthBytes), (ulong)bytes.Length * 8);
        for (int block = 0; block < end; block += BlockBytes)
        {
            Add(state, tail.Slice(block, BlockBytes));
        }

        return Written(state);
    }

    /// <summary>The hash for <paramref name="state"/> after the last block.</summary>
    internal static byte[] Written(ReadOnlySpan<uint> state)
    {
        byte[] hash = new byte[HashBytes];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(hash, i * 4, 4), state[i]);
        }

        return hash;
    }

    /// <summary>Adds a block of 64 bytes to <paramref name="state"/>.</summary>
    internal static void Add(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[64];
        for (int i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block.Slice(i * 4));
        }

        for (int i = 16; i < words.Length; i++)
        {
            uint low = words[i - 15], high = words[i - 2];
            uint first = Turn(low, 7) ^ Turn(low, 18) ^ (low >> 3);
            uint second = Turn(high, 17) ^ Turn(high, 19) ^ (high >> 10);
            words[i] = words[i - 16] + first + words[i - 7] + second;
        }

        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int i = 0; i < words.Length; i++)
        {
            uint one = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            uint two = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + one;
            d = c;
            c = b;
            b = a;
            a = one + two;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static uint Turn(uint value, int bits) => (value >> bits) | (value << (32 - bits));
}
