// The memory that a device reaches by itself, and the addresses that it uses for it.

namespace RustKernel.DeviceTree;

/// <summary>
/// A contiguous window of memory, in the CPU's and in the device's numbering: what "dma-ranges" of the buses between them leave.
/// A bus without one passes every address on unchanged. [DT-SPEC, dma-ranges]
/// </summary>
public readonly struct DmaReach
{
    private DmaReach(ulong start, ulong last, ulong deviceStart)
    {
        Start = start;
        Last = last;
        DeviceStart = deviceStart;
    }

    /// <summary>All memory, under the CPU's own addresses.</summary>
    public static DmaReach Everything => new(0, ulong.MaxValue, 0);

    /// <summary>Its first physical address.</summary>
    public ulong Start { get; }

    /// <summary>Its last physical address.</summary>
    public ulong Last { get; }

    /// <summary>The device's address of <see cref="Start"/>.</summary>
    public ulong DeviceStart { get; }

    /// <summary>The first physical address past it, for DmaMemoryCreate; 0: there is none.</summary>
    public ulong Limit => Last + 1;

    /// <summary>
    /// The device's address of <paramref name="physical"/>, if it reaches <paramref name="sizeBytes"/> (not 0) from there
    /// on; otherwise <see cref="ErrorCode.NotSupported"/>.
    /// </summary>
    public Result<ulong> ToDevice(ulong physical, ulong sizeBytes) =>
        physical < Start || physical > Last || sizeBytes - 1 > Last - physical
            ? ErrorCode.NotSupported
            : DeviceStart + (physical - Start);

    /// <summary>
    /// The part that remains beyond one more bus, which maps <paramref name="sizeBytes"/> (not 0) from its own
    /// address <paramref name="child"/> on to <paramref name="parent"/> and on; null: nothing. No sum of these may
    /// overflow.
    /// </summary>
    internal DmaReach? Through(ulong child, ulong parent, ulong sizeBytes)
    {
        ulong first = Start > child ? Start : child;
        ulong childLast = child + (sizeBytes - 1);
        ulong last = Last < childLast ? Last : childLast;
        return first > last ? null : new DmaReach(parent + (first - child), parent + (last - child), DeviceStart + (first - Start));
    }

    /// <summary>True when it is longer than <paramref name="other"/>.</summary>
    internal bool IsLonger(in DmaReach other) => Last - Start > other.Last - other.Start;
}
