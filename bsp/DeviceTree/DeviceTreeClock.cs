// The rate of a device's clock, when the tree alone gives it.

using System;

namespace RustKernel.DeviceTree;

/// <summary>
/// Fixed clocks, and clocks that are fixed fractions of one. [DT-SPEC, clocks; LINUX, bindings/clock/fixed-factor-clock.yaml]
/// </summary>
public static class DeviceTreeClock
{
    // Ends a cycle of parents.
    private const int MostParents = 4;
    private const uint MostSpecifierCells = 8;

    /// <summary>
    /// Rate in hertz of the clock that times the bits of the UART <paramref name="node"/>: its own <c>clock-frequency</c>, else the rate
    /// of its clock named <c>per</c> or <c>baud</c>, else of its first clock. 0 when a clock controller sets the rate.
    /// </summary>
    public static ulong UartRateHz(in DeviceTreeBlob tree, scoped in DeviceTreeNode node)
    {
        Result<uint> own = node.Property("clock-frequency"u8).AsUInt32;
        return own.IsOk ? own.Value : RateHz(in tree, node, UartClockOf(node));
    }

    /// <summary>Rate in hertz of clock <paramref name="index"/> of <paramref name="node"/>; 0 when the tree does not know.</summary>
    public static ulong RateHz(in DeviceTreeBlob tree, scoped in DeviceTreeNode node, int index)
    {
        ulong numerator = 1;
        ulong denominator = 1;
        DeviceTreeNode at = Clock(in tree, node, index);
        for (int parents = 0; parents < MostParents && at.Exists; parents++)
        {
            Result<uint> fixedRate = at.Property("clock-frequency"u8).AsUInt32;
            if (fixedRate.IsOk)
            {
                return fixedRate.Value * numerator / denominator;
            }

            uint multiplier = at.Property("clock-mult"u8).AsUInt32.Or(0);
            uint divider = at.Property("clock-div"u8).AsUInt32.Or(0);
            if (multiplier is 0 or > ushort.MaxValue || divider is 0 or > ushort.MaxValue || numerator > ushort.MaxValue)
            {
                return 0;
            }

            numerator *= multiplier;
            denominator *= divider;
            at = Clock(in tree, at, 0);
        }

        return 0;
    }

    // The position in "clocks" of the clock that sets the rate, when there are several.
    private static int UartClockOf(scoped in DeviceTreeNode node)
    {
        int place = 0;
        foreach (ReadOnlySpan<byte> name in node.Property("clock-names"u8).Strings)
        {
            if (name.SequenceEqual("per"u8) || name.SequenceEqual("baud"u8))
            {
                return place;
            }

            place++;
        }

        return 0;
    }

    // The node of a single clock; a controller, which has several, is none.
    private static DeviceTreeNode Clock(in DeviceTreeBlob tree, scoped in DeviceTreeNode node, int index)
    {
        DeviceTreeCells cells = node.Property("clocks"u8).Cells;
        int at = 0;
        for (int i = 0; at < cells.Count; i++)
        {
            DeviceTreeNode clock = tree.FindByPhandle(cells[at]);
            uint specifier = clock.Property("#clock-cells"u8).AsUInt32.Or(0);
            if (i == index || specifier > MostSpecifierCells)
            {
                return specifier == 0 ? clock : default;
            }

            at += 1 + (int)specifier;
        }

        return default;
    }
}
