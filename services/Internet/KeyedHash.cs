// SipHash-2-4. Everything that peers must not be able to guess (initial sequence numbers, cookies, ports, identifiers) comes from it and a
// key. Written from the paper: J.-P. Aumasson, D. J. Bernstein, SipHash: a fast short-input PRF (2012).

using System.Numerics;

namespace RustKernel.Services.Internet;

/// <summary>A keyed hash of 64-bit words, and a stream of random numbers made from it.</summary>
/// <param name="keyLow">The first 8 bytes of the key, little-endian.</param>
/// <param name="keyHigh">The last 8.</param>
internal sealed class KeyedHash(ulong keyLow, ulong keyHigh)
{
    private ulong _count;

    /// <summary>The hash of four words.</summary>
    public ulong Of(ulong a, ulong b, ulong c, ulong d)
    {
        ulong v0 = keyLow ^ 0x736f6d6570736575;
        ulong v1 = keyHigh ^ 0x646f72616e646f6d;
        ulong v2 = keyLow ^ 0x6c7967656e657261;
        ulong v3 = keyHigh ^ 0x7465646279746573;
        Absorb(a, ref v0, ref v1, ref v2, ref v3);
        Absorb(b, ref v0, ref v1, ref v2, ref v3);
        Absorb(c, ref v0, ref v1, ref v2, ref v3);
        Absorb(d, ref v0, ref v1, ref v2, ref v3);
        Absorb(32ul << 56, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xFF;
        for (int round = 0; round < 4; round++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }

        return v0 ^ v1 ^ v2 ^ v3;
    }

    /// <summary>The next random number.</summary>
    public ulong Next() => Of(++_count, 0x52616E646F6D, 0, 0);

    /// <summary>A random number below <paramref name="bound"/>, which is above 0.</summary>
    public long Next(long bound) => (long)(Next() % (ulong)bound);

    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
