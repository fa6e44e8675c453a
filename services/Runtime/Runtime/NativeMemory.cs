// Memory of the runtime's own that lives as long as the process: cache blocks of interface calls and the table behind them.

namespace RustKernel.Runtime;

internal static unsafe class NativeMemory
{
    private const ulong Bytes = 65536;
    private const ulong TableBytes = 24 * 1024;
    private static ulong s_next;

    /// <summary>1024 entries of 24 bytes, zero at first.</summary>
    internal static byte* DispatchTable { get; private set; }

    // SAFETY: hands out parts of a mapping that the heap made at start, each once.
    internal static void Start(byte* memory)
    {
        DispatchTable = memory;
        s_next = (ulong)memory + TableBytes;
    }

    /// <summary>Zero memory, never given back; null when used up.</summary>
    internal static void* Take(ulong bytes)
    {
        ulong start = s_next;
        if (start + bytes > (ulong)DispatchTable + Bytes)
        {
            return null;
        }

        s_next = start + bytes;
        return (void*)start;
    }
}
