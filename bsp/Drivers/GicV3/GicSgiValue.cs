namespace RustKernel.Drivers.GicV3;

/// <summary>
/// The value of ICC_SGI1R_EL1, which names an SGI's receivers: a cluster by affinity levels 3 to 1,
/// and in it 16 CPUs of level 0 as a bit list; the range selector chooses which 16.
/// [IHI0069, ICC_SGI1R_EL1]
/// </summary>
internal static class GicSgiValue
{
    private const int IntidShift = 24;
    private const int Affinity1Shift = 16;
    private const int Affinity2Shift = 32;
    private const int Affinity3Shift = 48;
    private const int RangeShift = 44;
    private const ulong ToAllOthers = 1ul << 40;

    /// <summary>True when the CPU's affinity level 0 is above 15, which not every implementation can address.</summary>
    public static bool NeedsRangeSelector(InterruptTarget target) => (target.Value & 0xF0) != 0;

    /// <summary>Sends <paramref name="intid"/> to one CPU.</summary>
    public static ulong To(Intid intid, InterruptTarget target)
    {
        ulong affinity0 = target.Value & 0xFF;
        ulong affinity1 = (target.Value >> 8) & 0xFF;
        ulong affinity2 = (target.Value >> 16) & 0xFF;
        ulong affinity3 = (target.Value >> 32) & 0xFF;
        return (1ul << (int)(affinity0 % 16)) | (affinity1 << Affinity1Shift) | ((ulong)intid.Value << IntidShift)
            | (affinity2 << Affinity2Shift) | ((affinity0 / 16) << RangeShift) | (affinity3 << Affinity3Shift);
    }

    /// <summary>Sends <paramref name="intid"/> to every CPU but the sender.</summary>
    public static ulong ToOthers(Intid intid) => ToAllOthers | ((ulong)intid.Value << IntidShift);
}
