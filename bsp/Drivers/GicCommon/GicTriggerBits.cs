// How both GIC versions encode edge and level: two bits for each interrupt, sixteen interrupts a register.

namespace RustKernel.Drivers;

/// <summary>The bit arithmetic of GICD_ICFGR and GICR_ICFGR. [IHI0069, GICD_ICFGR]</summary>
internal static class GicTriggerBits
{
    /// <summary><paramref name="bits"/> with the trigger of <paramref name="intid"/> set.</summary>
    public static uint With(uint bits, Intid intid, InterruptTrigger trigger)
        => trigger == InterruptTrigger.Edge ? bits | EdgeBit(intid) : bits & ~EdgeBit(intid);

    /// <summary>The trigger that <paramref name="bits"/> give <paramref name="intid"/>.</summary>
    public static InterruptTrigger Of(uint bits, Intid intid)
        => (bits & EdgeBit(intid)) != 0 ? InterruptTrigger.Edge : InterruptTrigger.Level;

    private static uint EdgeBit(Intid intid) => 2u << (int)(2 * (intid.Value % 16));
}
