namespace RustKernel;

/// <summary>An interrupt as a device tree names it to a GIC (the cells of <c>interrupts</c>): which one and how it is triggered.</summary>
public readonly struct InterruptSpecifier
{
    /// <summary>Cells that <see cref="Decode"/> reads; a GICv3 may have a fourth one (PPI partitions), not used here.</summary>
    public const uint Cells = 3;

    private const uint SharedPeripheral = 0;
    private const uint PrivatePeripheral = 1;
    private const uint TriggerBits = 0xF;
    private const uint EitherEdge = 0x3;

    private InterruptSpecifier(Intid intid, InterruptTrigger trigger)
    {
        Intid = intid;
        Trigger = trigger;
    }

    /// <summary>The interrupt.</summary>
    public Intid Intid { get; }

    /// <summary>How it is triggered.</summary>
    public InterruptTrigger Trigger { get; }

    /// <summary>Interrupt <paramref name="intid"/> (not an SGI), triggered by a level.</summary>
    public static InterruptSpecifier Level(Intid intid) => new(intid, InterruptTrigger.Level);

    /// <summary>
    /// Decodes three cells. [DT-SPEC interrupt-controller bindings, arm,gic and arm,gic-v3]
    /// </summary>
    /// <param name="type">0: an SPI, 1: a PPI.</param>
    /// <param name="number">Counted from the first SPI (INTID 32) or the first PPI (INTID 16).</param>
    /// <param name="flags">
    /// Bits 3:0: 1 rising edge, 2 falling edge, 4 high level, 8 low level, 0 unspecified (taken as
    /// level). Bits 15:8 are a CPU mask in old GICv2 trees; the controller knows all that they say.
    /// </param>
    /// <returns>
    /// <see cref="ErrorCode.NotSupported"/> for the extended ranges (types 2 and 3),
    /// <see cref="ErrorCode.Corrupt"/> for anything else that no GIC has, such
    /// as an edge and a level at once.
    /// </returns>
    public static Result<InterruptSpecifier> Decode(uint type, uint number, uint flags)
    {
        if (type is 2 or 3)
        {
            return ErrorCode.NotSupported;
        }

        uint first = type == SharedPeripheral ? Intid.FirstSpi : Intid.FirstPpi;
        uint endExclusive = type == SharedPeripheral ? Intid.FirstSpecial : Intid.FirstSpi;
        if (type > PrivatePeripheral || number >= endExclusive - first)
        {
            return ErrorCode.Corrupt;
        }

        uint trigger = flags & TriggerBits;
        bool edge = (trigger & EitherEdge) != 0;
        if (edge && (trigger & ~EitherEdge) != 0)
        {
            return ErrorCode.Corrupt;
        }

        return new InterruptSpecifier(new Intid(first + number), edge ? InterruptTrigger.Edge : InterruptTrigger.Level);
    }
}
