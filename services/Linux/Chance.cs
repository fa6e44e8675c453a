// Numbers that a program takes as random: keys, too.

using System;
using RustKernel.Services.Randomness;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// The key comes from Init, which has it from firmware, and at each use the counter is added, so that two programs never get the same even
/// where Init knows no secret.
/// </summary>
internal static unsafe class Chance
{
    private struct Key
    {
        internal fixed uint Words[KeyedNumbers.KeyWords];
    }

    private static Key s_key;
    private static bool s_isSeeded;
    private static SpinLock s_lock;

    /// <summary>Fills <paramref name="bytes"/>. At most a few hundred: other threads wait meanwhile.</summary>
    internal static void Fill(Span<byte> bytes)
    {
        s_lock.Enter();
        fixed (Key* kept = &s_key)
        {
            // SAFETY: a static, and as many words as the key has.
            Span<uint> key = new(kept->Words, KeyedNumbers.KeyWords);
            Stir(key);
            KeyedNumbers.Fill(key, bytes);
        }

        s_lock.Leave();
    }

    private static void Stir(Span<uint> key)
    {
        if (!s_isSeeded)
        {
            s_isSeeded = true;
            Span<ulong> seed = stackalloc ulong[KeyedNumbers.KeyWords / 2];
            _ = Starter.AskChance(seed);
            for (int i = 0; i < key.Length; i++)
            {
                key[i] = (uint)(seed[i / 2] >> (32 * (i % 2)));
            }
        }

        ulong ticks = Kernel.ReadCounter();
        key[0] ^= (uint)ticks;
        key[1] ^= (uint)(ticks >> 32);
    }
}
