using System.Threading;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>
/// Words in mapped memory that another process sees and may change at any time. An offset must be a multiple of the word's size.
/// </summary>
internal static unsafe class SharedWords
{
    private const int MostAttempts = 8;

    /// <summary>Reads 32 bits, with acquire semantics.</summary>
    internal static uint Read32(MappedMemory memory, int offset)
    {
        // SAFETY: the slice checks the bounds; the memory stays mapped as long as its owner has it.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(uint))[0])
        {
            return Volatile.Read(ref *(uint*)at);
        }
    }

    /// <summary>Writes 32 bits, with release semantics.</summary>
    internal static void Write32(MappedMemory memory, int offset, uint value)
    {
        // SAFETY: as in Read32.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(uint))[0])
        {
            Volatile.Write(ref *(uint*)at, value);
        }
    }

    /// <summary>
    /// Sets bits of a word of 64 and returns the word as it was before, as a full barrier. Another process may change the word without
    /// end, so after a few attempts this sets all bits and returns 0.
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

    /// <summary>Reads a word of 64 bits and sets it to 0, as a full barrier.</summary>
    internal static ulong Take(MappedMemory memory, int offset)
    {
        // SAFETY: as in Read32.
        fixed (byte* at = &memory.Bytes.Slice(offset, sizeof(ulong))[0])
        {
            return Interlocked.Exchange(ref *(ulong*)at, 0);
        }
    }
}
