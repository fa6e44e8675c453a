using System.Runtime.CompilerServices;

namespace RustKernel.Diagnostics;

/// <summary>
/// The last 32 KiB of console output, for later readers and while the console is lent out: a ring of bytes with positions that
/// only grow. Writers hold the console's line, or accept that their bytes mix. Never fails, takes no lock.
/// </summary>
public static class KernelLog
{
    /// <summary>Bytes kept.</summary>
    public const uint CapacityBytes = 32 * 1024;

    private static Ring s_ring;
    private static ulong s_end;

    [InlineArray((int)CapacityBytes)]
    private struct Ring
    {
        private byte _first;
    }

    /// <summary>Position after the newest byte: the number of bytes ever written.</summary>
    public static ulong End => s_end;

    /// <summary>Position of the oldest byte kept.</summary>
    public static ulong Start => s_end > CapacityBytes ? s_end - CapacityBytes : 0;

    /// <summary>Adds one byte.</summary>
    public static void Append(byte value)
    {
        s_ring[(int)(s_end % CapacityBytes)] = value;
        s_end++;
    }

    /// <summary>
    /// The byte at <paramref name="position"/>, from <see cref="Start"/> to below
    /// <see cref="End"/>; outside this range an unrelated byte.
    /// </summary>
    public static byte At(ulong position) => s_ring[(int)(position % CapacityBytes)];
}
