// Words of memory that two processes write.

using System.Threading;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>
/// Numbers in mapped memory that another process sees and may change at any time. Offsets are
/// multiples of a number's size.
/// </summary>
internal static unsafe class SharedWords
{
    private const int MostAttempts = 8;

    /// <summary>Reads 32 bits; what is read later is not older.</summary>
    internal static uint Read32(MappedMemory memory, int offset)
    {
        // SAFETY: the slice checks the bounds; the memory stays mapped as long as its owner has it.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(uint))[0])
        {
            return Volatile.Read(ref *(uint*)at);
        }
    }

    /// <summary>Writes 32 bits; what was written before is there first.</summary>
    internal static void Write32(MappedMemory memory, int offset, uint value)
    {
        // SAFETY: as in Read32.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(uint))[0])
        {
            Volatile.Write(ref *(uint*)at, value);
        }
    }

    /// <summary>
    /// Sets bits of 64; what they were before. Everything before is seen before it, everything after it after. Another process can
    /// change the word as often as it likes: after a few attempts all bits are set, and the answer is 0.
    /// </summary>
    internal static ulong Set(MappedMemory memory, int offset, ulong bits)
    {
        // SAFETY: as in Read32.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(ulong))[0])
        {
            ref ulong word = ref *(ulong*)at;
            ulong before = Volatile.Read(ref word);
            for (int i = 0; i < MostAttempts; i++)
            {
                ulong seen = Interlocked.CompareExchange(ref word, before | bits, before);
                if (seen == before)
                {
                    return before;
                }

                before = seen;
            }

            _ = Interlocked.Exchange(ref word, ulong.MaxValue);
            return 0;
        }
    }

    /// <summary>Takes all bits of 64: afterwards they are 0. Ordered as <see cref="Set"/>.</summary>
    internal static ulong Take(MappedMemory memory, int offset)
    {
        // SAFETY: as in Read32.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(ulong))[0])
        {
            return Interlocked.Exchange(ref *(ulong*)at, 0);
        }
    }
}
