// Which memory a device reaches by itself, and where it sees it.

namespace RustKernel.DeviceTree;

/// <summary>
/// A window of memory in a row, as the CPU and as the device number it: what "dma-ranges" of the buses between them leave. A bus
/// without one passes every address on as it is. [DT-SPEC, dma-ranges]
/// </summary>
public readonly struct DmaReach
{
    private DmaReach(ulong start, ulong last, ulong deviceStart)
    {
        Start = start;
        Last = last;
        DeviceStart = deviceStart;
    }

    /// <summary>All there is, under the CPU's own addresses.</summary>
    public static DmaReach Everything => new(0, ulong.MaxValue, 0);

    /// <summary>The first physical address of it.</summary>
    public ulong Start { get; }

    /// <summary>The last one.</summary>
    public ulong Last { get; }

    /// <summary>What the device calls <see cref="Start"/>.</summary>
    public ulong DeviceStart { get; }

    /// <summary>The first physical address past it, 0: there is none. As DmaMemoryCreate takes it.</summary>
    public ulong Limit => Last + 1;

    /// <summary>
    /// What the device calls <paramref name="physical"/>, if it reaches <paramref name="sizeBytes"/> (not 0) from there on;
    /// <see cref="ErrorCode.NotSupported"/>: it does not.
    /// </summary>
    public Result<ulong> ToDevice(ulong physical, ulong sizeBytes) =>
        physical < Start || physical > Last || sizeBytes - 1 > Last - physical
            ? ErrorCode.NotSupported
            : DeviceStart + (physical - Start);

    /// <summary>
    /// What is left of it beyond one more bus, which shows <paramref name="sizeBytes"/> (not 0) from its own address
    /// <paramref name="child"/> on as <paramref name="parent"/> and on; null: nothing. No sum of these may overflow.
    /// </summary>
    internal DmaReach? Through(ulong child, ulong parent, ulong sizeBytes)
    {
        ulong first = Start > child ? Start : child;
        ulong childLast = child + (sizeBytes - 1);
        ulong last = Last < childLast ? Last : childLast;
        return first > last ? null : new DmaReach(parent + (first - child), parent + (last - child), DeviceStart + (first - Start));
    }

    /// <summary>It is longer than <paramref name="other"/>.</summary>
    internal bool IsLonger(in DmaReach other) => Last - Start > other.Last - other.Start;
}
