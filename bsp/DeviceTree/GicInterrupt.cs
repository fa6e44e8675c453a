// Decodes what a GIC's device-tree specifier says.

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
    /// 4 high level, 8 low level; 0 leaves it open and counts as level). <see cref="ErrorCode.Corrupt"/> when it is
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
