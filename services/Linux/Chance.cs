// Numbers that a program takes as random.

using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>
/// SplitMix64 over the counter: the machines have no source of random numbers that we drive. Not for keys.
/// </summary>
internal static class Chance
{
    private static long s_state;

    /// <summary>The next number.</summary>
    internal static ulong Next()
    {
        ulong z = (ulong)System.Threading.Interlocked.Add(ref s_state, unchecked((long)0x9E37_79B9_7F4A_7C15)) + Kernel.ReadCounter();
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
