// The registers of single interrupts, which are in the same places in every GIC: in the distributor, and on a GICv3 for
// SGIs and PPIs in the second frame of each redistributor. Checks no INTID: its callers know which interrupts exist.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.GicDistributor;

namespace RustKernel.Drivers.GicCommon;

/// <summary>
/// Enables, priorities, triggers and pending states of the interrupts of one frame. One CPU at a time.
/// [IHI0069, GICD_ISENABLER and GICR_ISENABLER0 and what follows them]
/// </summary>
/// <typeparam name="TBus">The frame's window: GICD, or the SGI_base of a redistributor.</typeparam>
internal readonly struct GicInterrupts<TBus>
    where TBus : struct, IRegisterBus
{
    private readonly RegisterBlock<TBus> _registers;

    /// <summary>The interrupts of the frame behind <paramref name="bus"/>; accesses nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GicInterrupts(TBus bus) => _registers = new RegisterBlock<TBus>(bus);

    /// <summary>True when <paramref name="intid"/> is enabled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsEnabled(Intid intid) => (_registers.Read<GICD_ISENABLER>(Bank(intid)).Enabled & Bit(intid)) != 0;

    /// <summary>True when <paramref name="intid"/> waits to be acknowledged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPending(Intid intid) => (_registers.Read<GICD_ISPENDR>(Bank(intid)).Pending & Bit(intid)) != 0;

    /// <summary>Enables <paramref name="intid"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enable(Intid intid) => _registers.Set(Bank(intid), GICD_ISENABLER.Of(Bit(intid)));

    /// <summary>Disables <paramref name="intid"/>; how to confirm that it has stopped differs between the versions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Disable(Intid intid) => _registers.Clear(Bank(intid), GICD_ICENABLER.Of(Bit(intid)));

    /// <summary>Makes <paramref name="intid"/> inactive, whichever CPU acknowledged it. The caller knows that no CPU will end it.</summary>
    public void Deactivate(Intid intid) => _registers.Clear(Bank(intid), GICD_ICACTIVER.Of(Bit(intid)));

    /// <summary>Makes <paramref name="intid"/> pending; no SGI.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetPending(Intid intid) => _registers.Set(Bank(intid), GICD_ISPENDR.Of(Bit(intid)));

    /// <summary>Clears a pending edge of <paramref name="intid"/>; no SGI.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ClearPending(Intid intid) => _registers.Clear(Bank(intid), GICD_ICPENDR.Of(Bit(intid)));

    /// <summary>Sets the priority of <paramref name="intid"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetPriority(Intid intid, byte priority) => _registers.Write8(intid.Value, GICD_IPRIORITYR.Of(priority));

    /// <summary>Sets the trigger of <paramref name="intid"/>, no SGI.</summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidState"/> when it is enabled, <see cref="ErrorCode.NotSupported"/> when the hardware fixes it.
    /// </returns>
    public ErrorCode SetTrigger(Intid intid, InterruptTrigger trigger)
    {
        if (IsEnabled(intid))
        {
            return ErrorCode.InvalidState;
        }

        // Two bits for each interrupt, sixteen interrupts to a register; the higher bit is the trigger. [IHI0069, GICD_ICFGR]
        uint index = intid.Value / 16;
        uint edge = 2u << (int)(2 * (intid.Value % 16));
        uint bits = _registers.Read<GICD_ICFGR>(index).Bits;
        bits = trigger == InterruptTrigger.Edge ? bits | edge : bits & ~edge;
        _registers.Write(index, GICD_ICFGR.Of(bits));
        bool isEdge = (_registers.Read<GICD_ICFGR>(index).Bits & edge) != 0;
        return isEdge == (trigger == InterruptTrigger.Edge) ? ErrorCode.None : ErrorCode.NotSupported;
    }

    /// <summary>Disables all 32 interrupts of <paramref name="bank"/>.</summary>
    public void DisableBank(uint bank) => _registers.Clear(bank, GICD_ICENABLER.Of(uint.MaxValue));

    /// <summary>
    /// Makes the 32 disabled interrupts of <paramref name="bank"/> idle and sets their groups, one bit each; in the
    /// Non-secure view the group stays as firmware chose it.
    /// </summary>
    public void QuietBank(uint bank, uint group)
    {
        _registers.Clear(bank, GICD_ICPENDR.Of(uint.MaxValue));
        _registers.Clear(bank, GICD_ICACTIVER.Of(uint.MaxValue));
        _registers.Write(bank, GICD_IGROUPR.Of(group));
    }

    /// <summary>Makes the SPIs of a distributor with <paramref name="lines"/> interrupts disabled, idle and level-triggered.</summary>
    public void QuietShared(uint lines, uint group)
    {
        for (uint bank = 1; bank < lines / 32; bank++)
        {
            DisableBank(bank);
            QuietBank(bank, group);
        }

        for (uint index = 2; index < lines / 16; index++)
        {
            _registers.Write(index, default(GICD_ICFGR));
        }
    }

    /// <summary>Gives the calling CPU's SGIs and PPIs the default priority.</summary>
    public void SetOwnPriorities()
    {
        for (uint intid = 0; intid < Intid.FirstSpi; intid++)
        {
            SetPriority(new Intid(intid), InterruptController.DefaultPriority);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bank(Intid intid) => intid.Value / 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bit(Intid intid) => 1u << (int)(intid.Value % 32);
}
