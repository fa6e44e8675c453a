// The GICv2 (GIC-400) as the kernel's interrupt controller. Owns the distributor and the calling CPU's interface;
// does not decide who handles an interrupt.

using RustKernel.Drivers.GicCommon;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.GicV2;

namespace RustKernel.Drivers.GicV2;

/// <summary>
/// A GICv2 [IHI0048]. It handles the interrupts that its accesses see and signals them as IRQ: group 1 through the
/// Non-secure view, which firmware has left to us, or group 0 of a GIC without the Security Extensions. Bit 0 of the
/// two control registers switches either.
/// </summary>
/// <typeparam name="TBus">The register windows; a struct without references, so that the object can be preinitialised.</typeparam>
public sealed class GicV2Controller<TBus> : InterruptController
    where TBus : struct, IRegisterBus
{
    private const byte OpenMask = 0xF0;
    private const uint SgiToOthers = 1;

    // Group 0: the group that a GIC without the Security Extensions signals as IRQ; the Non-secure view ignores it.
    private const uint GroupSeen = 0;

    private RegisterBlock<TBus> _distributor;
    private GicInterrupts<TBus> _interrupts;
    private RegisterBlock<TBus> _interface;
    private uint _intidEndExclusive;

    /// <inheritdoc/>
    public override string Name => "GICv2";

    /// <inheritdoc/>
    public override uint IntidEndExclusive => _intidEndExclusive;

    /// <summary>Connects the driver to its windows; again after the registers moved. Accesses nothing.</summary>
    /// <param name="distributor">GICD, 4 KiB.</param>
    /// <param name="cpuInterface">GICC, 8 KiB; each CPU sees its own at the same address.</param>
    public void Attach(TBus distributor, TBus cpuInterface)
    {
        _distributor = new RegisterBlock<TBus>(distributor);
        _interrupts = new GicInterrupts<TBus>(distributor);
        _interface = new RegisterBlock<TBus>(cpuInterface);
    }

    /// <inheritdoc/>
    public override ErrorCode Initialise()
    {
        if (_distributor.Read<ICPIDR2>().ArchRev is not (1 or 2))
        {
            return ErrorCode.NotSupported;
        }

        _distributor.Write(default(GICD_CTLR));
        uint lines = 32 * (_distributor.Read<GICD_TYPER>().ITLinesNumber + 1);
        _intidEndExclusive = System.Math.Min(lines, Intid.FirstSpecial);
        _interrupts.QuietShared(lines, GroupSeen);
        byte thisCpu = ReadOwnInterface();
        if (thisCpu == 0)
        {
            return ErrorCode.DeviceError;
        }

        for (uint intid = Intid.FirstSpi; intid < _intidEndExclusive; intid++)
        {
            _interrupts.SetPriority(new Intid(intid), DefaultPriority);
            _distributor.Write8(intid, GICD_ITARGETSR.Of(thisCpu));
        }

        _distributor.Write(default(GICD_CTLR).WithEnable(true));
        return _distributor.Read<GICD_CTLR>().Enable ? ErrorCode.None : ErrorCode.TimedOut;
    }

    /// <inheritdoc/>
    public override Result<InterruptTarget> InitialiseCpu()
    {
        byte thisCpu = ReadOwnInterface();
        if (thisCpu == 0)
        {
            return ErrorCode.NotFound;
        }

        _interface.Write(_interface.Read<GICC_CTLR>().WithEnable(false));
        _interrupts.DisableBank(0);
        _interrupts.QuietBank(0, GroupSeen);
        _interrupts.SetOwnPriorities();

        // An earlier stage may have left without its end of interrupt; its priority would hold ours back for ever.
        for (uint index = 0; index < GICC_APR.Count; index++)
        {
            _interface.Write(index, default(GICC_APR));
        }

        _interface.Write(default(GICC_PMR).WithPriority(OpenMask));
        _interface.Write(default(GICC_BPR));
        _interface.Write(default(GICC_CTLR).WithBypass(_interface.Read<GICC_CTLR>().Bypass).WithEnable(true));
        if (!_interface.Read<GICC_CTLR>().Enable)
        {
            return ErrorCode.NotSupported;
        }

        return new InterruptTarget(thisCpu);
    }

    /// <inheritdoc/>
    public override ErrorCode Enable(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        _interrupts.Enable(intid);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Disable(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        _interrupts.Disable(intid);

        // Reading back keeps the order: the disable has reached the distributor before anything that follows.
        return _interrupts.IsEnabled(intid) ? ErrorCode.TimedOut : ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SetPriority(Intid intid, byte priority)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        _interrupts.SetPriority(intid, priority);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SetTrigger(Intid intid, InterruptTrigger trigger)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        return _interrupts.SetTrigger(intid, trigger);
    }

    /// <inheritdoc/>
    public override ErrorCode SetTarget(Intid intid, InterruptTarget target)
    {
        if (!Exists(intid) || !intid.IsSpi)
        {
            return ErrorCode.InvalidArgument;
        }

        _distributor.Write8(intid.Value, GICD_ITARGETSR.Of((byte)target.Value));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SetPending(Intid intid)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        _interrupts.SetPending(intid);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode ClearPending(Intid intid)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        _interrupts.ClearPending(intid);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override Result<bool> IsPending(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        return _interrupts.IsPending(intid);
    }

    // An SGI may have been sent after this CPU entered its handler for another reason. Only reads
    // after this one then see what the sender wrote before it. [IHI0048 3.2, DDI0487 B2.3]

    /// <inheritdoc/>
    public override ActiveInterrupt Acknowledge() => new(_interface.TakeFirst<GICC_IAR>().Value);

    /// <inheritdoc/>
    public override void EndOfInterrupt(ActiveInterrupt interrupt) => _interface.Write(GICC_EOIR.Of(interrupt.Bits));

    /// <inheritdoc/>
    public override ErrorCode SendSgi(Intid intid, InterruptTarget target)
    {
        if (!intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        _distributor.Write(default(GICD_SGIR).WithSGIINTID(intid.Value).WithCPUTargetList((uint)target.Value));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SendSgiToOthers(Intid intid)
    {
        if (!intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        _distributor.Write(default(GICD_SGIR).WithSGIINTID(intid.Value).WithTargetListFilter(SgiToOthers));
        return ErrorCode.None;
    }

    private bool Exists(Intid intid) => intid.Value < _intidEndExclusive;

    /// <summary>
    /// The mask of the calling CPU's own interface, from the target registers of SGIs and PPIs. A
    /// GIC with a single interface has no such registers and reads as zero.
    /// [IHI0048, Interrupt Processor Targets Registers]
    /// </summary>
    private byte ReadOwnInterface()
    {
        for (uint intid = 0; intid < Intid.FirstSpi; intid++)
        {
            byte targets = _distributor.Read8<GICD_ITARGETSR>(intid).Targets;
            if (targets != 0)
            {
                return targets;
            }
        }

        return _distributor.Read<GICD_TYPER>().CPUNumber == 0 ? (byte)1 : (byte)0;
    }
}
