// The runtime's own memory, which lives as long as the process: cache blocks of interface calls, and their table.

namespace RustKernel.Runtime;

internal static unsafe class NativeMemory
{
    internal const ulong Bytes = 96 * 1024;
    private const ulong TableBytes = 32 * 1024;
    private static long s_next;

    /// <summary>1024 entries of 32 bytes, initially zero.</summary>
    internal static byte* DispatchTable { get; private set; }

    // SAFETY: hands out parts of a mapping that the heap made at start, each once.
    internal static void Start(byte* memory)
    {
        DispatchTable = memory;
        s_next = (long)memory + (long)TableBytes;
    }

    /// <summary>Zero memory that is never freed; null: none is left.</summary>
    internal static void* Take(ulong bytes)
    {
        ulong end = (ulong)DispatchTable + Bytes;
        ulong start = (ulong)System.Threading.Interlocked.ExchangeAdd(ref s_next, (long)bytes);
        if (start + bytes <= end)
        {
            return (void*)start;
        }

        // Used up: the counter must not grow further.
        _ = System.Threading.Interlocked.ExchangeAdd(ref s_next, -(long)bytes);
        return null;
    }
}
