// Decodes a GIC's device-tree specifier.

using System;

namespace RustKernel.DeviceTree;

/// <summary>A GIC interrupt: its INTID and how it is triggered. SGIs have no specifier.</summary>
public readonly struct GicInterrupt
{
    private GicInterrupt(GicInterruptKind kind, uint intid, bool isEdge)
    {
        Kind = kind;
        Intid = intid;
        IsEdge = isEdge;
    }

    /// <summary>SPI, PPI or one of the extended kinds.</summary>
    public GicInterruptKind Kind { get; }

    /// <summary>The interrupt's number at the GIC.</summary>
    public uint Intid { get; }

    /// <summary>True for edge-triggered, false for level-sensitive.</summary>
    public bool IsEdge { get; }

    /// <summary>
    /// Decodes <paramref name="specifier"/>, at least three cells: kind, number, flags (1 rising edge, 2 falling edge,
    /// 4 high level, 8 low level; 0 is unspecified and counts as level). <see cref="ErrorCode.Corrupt"/> when it is
    /// shorter, of unknown kind, or the number is out of the kind's range.
    /// </summary>
    public static Result<GicInterrupt> Decode(DeviceTreeCells specifier)
    {
        if (specifier.Count < 3)
        {
            return ErrorCode.Corrupt;
        }

        var kind = (GicInterruptKind)specifier[0];
        uint number = specifier[1];
        if (number >= Count(kind))
        {
            return ErrorCode.Corrupt;
        }

        return new GicInterrupt(kind, First(kind) + number, (specifier[2] & 3) != 0);
    }

    /// <summary>
    /// Decodes <paramref name="interrupt"/> in its controller's numbering: a GIC, or a BCM2836's and its peripherals' controller,
    /// whose interrupts the kernel numbers like a GIC's (those of a core from 16, banks 1 and 2 from 32 and 64, the basic bank from
    /// 96). Treats the cells of any other controller as a GIC's. Corrupt as above.
    /// </summary>
    public static Result<GicInterrupt> Decode(scoped in DeviceTreeInterrupt interrupt)
    {
        DeviceTreeCells cells = interrupt.Specifier;
        bool isBank = Binds(interrupt.Controller, DeviceNames.BcmPeripheralInterrupts);
        if (!isBank && !Binds(interrupt.Controller, DeviceNames.BcmLocalInterrupts))
        {
            return Decode(cells);
        }

        // [Linux bindings brcm,bcm2835-armctrl-ic and brcm,bcm2836-l1-intc] All are levels.
        uint number = isBank ? cells[1] : cells[0];
        uint bank = isBank ? cells[0] : 0;
        if (cells.Count != 2 || bank > 2 || number >= (isBank ? (bank == 0 ? 8u : 32u) : 16u))
        {
            return ErrorCode.Corrupt;
        }

        return isBank
            ? new GicInterrupt(GicInterruptKind.Spi, 32 + (32 * (bank == 0 ? 2 : bank - 1)) + number, false)
            : new GicInterrupt(GicInterruptKind.Ppi, 16 + number, false);
    }

    private static bool Binds(scoped in DeviceTreeNode controller, ReadOnlySpan<byte> names)
    {
        while (names.Length > 0)
        {
            if (controller.IsCompatible(DeviceNames.TakeFirst(ref names)))
            {
                return true;
            }
        }

        return false;
    }

    private static uint First(GicInterruptKind kind) => kind switch
    {
        GicInterruptKind.Spi => 32,
        GicInterruptKind.Ppi => 16,
        GicInterruptKind.ExtendedSpi => 4096,
        _ => 1056,
    };

    private static uint Count(GicInterruptKind kind) => kind switch
    {
        GicInterruptKind.Spi => 988,
        GicInterruptKind.Ppi => 16,
        GicInterruptKind.ExtendedSpi => 1024,
        GicInterruptKind.ExtendedPpi => 64,
        _ => 0,
    };
}

/// <summary>First cell of a GIC specifier. [Linux binding arm,gic and arm,gic-v3]</summary>
public enum GicInterruptKind
{
    /// <summary>Shared peripheral interrupt, INTID 32 and up.</summary>
    Spi = 0,

    /// <summary>Private peripheral interrupt, INTID 16 to 31.</summary>
    Ppi = 1,

    /// <summary>Extended SPI (GICv3.1), INTID 4096 and up.</summary>
    ExtendedSpi = 2,

    /// <summary>Extended PPI (GICv3.1), INTID 1056 and up.</summary>
    ExtendedPpi = 3,
}
