// The kinds of interrupt a GIC's device-tree specifier can name.

namespace RustKernel.DeviceTree;

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
