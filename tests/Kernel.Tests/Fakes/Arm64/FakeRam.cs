// RAM of the simulated machine: one block of native memory, so that objects in it never move.

using System.Runtime.InteropServices;

namespace RustKernel.Arm64;

internal static unsafe class FakeRam
{
    internal const ulong Base = 0x4000_0000;
    internal const ulong SizeBytes = 64ul << 20;

    /// <summary>
    /// The last pages are reserved: they do not belong to the allocator, and are in the direct map only when something maps
    /// them.
    /// </summary>
    internal const ulong KeptBytes = 8 * 4096;

    internal const ulong Kept = Base + SizeBytes - KeptBytes;

    private static readonly byte* s_memory = (byte*)NativeMemory.AlignedAlloc((nuint)SizeBytes, 4096);

    // SAFETY: a place within the block; any other address is a bug in the code under test and ends it.
    internal static byte* At(ulong physical)
    {
        if (physical < Base || physical >= Base + SizeBytes)
        {
            throw new System.InvalidOperationException($"access to physical address 0x{physical:X}, which is no RAM");
        }

        return s_memory + (physical - Base);
    }

    internal static ulong PhysicalOf(void* place) => (ulong)((byte*)place - s_memory) + Base;
}
