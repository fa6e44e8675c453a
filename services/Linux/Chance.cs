using System;
using RustKernel.Services.Randomness;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// Random numbers for a program, fit for keys. The key comes from Init, which makes it from the firmware's seed. Each use adds the counter.
/// </summary>
internal static unsafe class Chance
{
    private struct Key
    {
        internal fixed uint Words[KeyedNumbers.KeyWords];
    }

    private static Key s_key;
    private static SpinLock s_lock;

    /// <summary>Gets the key from Init before any number is wanted: a program does not start without it. The errors of Call.</summary>
    internal static ErrorCode Begin()
    {
        Span<ulong> seed = stackalloc ulong[KeyedNumbers.KeyWords / 2];
        ErrorCode error = Starter.AskChance(seed);
        fixed (Key* kept = &s_key)
        {
            for (int i = 0; i < KeyedNumbers.KeyWords; i++)
            {
                // SAFETY: a static, and as many words as the key has.
                kept->Words[i] = (uint)(seed[i / 2] >> (32 * (i % 2)));
            }
        }

        return error;
    }

    /// <summary>Fills <paramref name="bytes"/>. At most a few hundred, as other threads wait until this is done.</summary>
    internal static void Fill(Span<byte> bytes)
    {
        s_lock.Enter();
        fixed (Key* kept = &s_key)
        {
            // SAFETY: a static, and as many words as the key has.
            Span<uint> key = new(kept->Words, KeyedNumbers.KeyWords);
            ulong ticks = Kernel.ReadCounter();
            key[0] ^= (uint)ticks;
            key[1] ^= (uint)(ticks >> 32);
            KeyedNumbers.Fill(key, bytes);
        }

        s_lock.Leave();
    }
}
