// The GICv3 (and GICv4) as the kernel's interrupt controller. Owns the distributor, the redistributors and, through
// system registers, the calling CPU's interface. LPIs and the ITS are not used.

using System.Runtime.CompilerServices;
using RustKernel.Drivers.GicCommon;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.GicV3;

namespace RustKernel.Drivers.GicV3;

/// <summary>
/// A GICv3 with affinity routing [IHI0069]. Everything is group 1, Non-secure when there are two security
/// states: then firmware has put the interrupts into that group and the group registers ignore us; with one
/// security state the driver does it.
/// </summary>
/// <typeparam name="TBus">The register windows; a struct without references, so that the object can be preinitialised.</typeparam>
/// <typeparam name="TSystem">The CPU interface's system registers; a struct without state.</typeparam>
public sealed class GicV3Controller<TBus, TSystem> : InterruptController
    where TBus : struct, IRegisterBus
    where TSystem : struct, IGicSystemRegisters
{
    /// <summary>The most redistributor regions that <see cref="AddRegion"/> takes.</summary>
    public const uint MaximumRegions = 4;

    /// <summary>
    /// Reads of a register before a wait times out: the distributor confirms within microseconds, a
    /// read takes at least some tens of nanoseconds.
    /// </summary>
    public const uint PollLimit = GicRedistributor<TBus>.PollLimit;

    private const uint FirstArchitecture = 3;
    private const ulong SystemRegisterEnable = 1;
    private const ulong OpenMask = 0xF0;
    private const ulong EnableGroup = 1;

    // ICC_CTLR_EL1.EOImode.
    private const ulong EndInTwoSteps = 1 << 1;
    private const ulong RangeSelectorSupport = 1ul << 18;

    private RegisterBlock<TBus> _distributor;
    private GicInterrupts<TBus> _shared;
    private GicRedistributorRegion<TBus> _region0;
    private GicRedistributorRegion<TBus> _region1;
    private GicRedistributorRegion<TBus> _region2;
    private GicRedistributorRegion<TBus> _region3;
    private uint _regions;
    private uint _intidEndExclusive;

    /// <inheritdoc/>
    public override string Name => "GICv3";

    /// <inheritdoc/>
    public override uint IntidEndExclusive => _intidEndExclusive;

    /// <summary>
    /// Connects the driver to its distributor window (GICD, 64 KiB) and forgets all regions; again
    /// after the registers moved. Accesses nothing.
    /// </summary>
    public void Attach(TBus distributor)
    {
        _distributor = new RegisterBlock<TBus>(distributor);
        _shared = new GicInterrupts<TBus>(distributor);
        _regions = 0;
    }

    /// <summary>
    /// Adds a redistributor region, in the order of the tree's `reg`.
    /// <see cref="ErrorCode.OutOfMemory"/> beyond <see cref="MaximumRegions"/>.
    /// </summary>
    public ErrorCode AddRegion(GicRedistributorRegion<TBus> region)
    {
        switch (_regions)
        {
            case 0: _region0 = region; break;
            case 1: _region1 = region; break;
            case 2: _region2 = region; break;
            case 3: _region3 = region; break;
            default: return ErrorCode.OutOfMemory;
        }

        _regions++;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode Initialise()
    {
        if (_distributor.Read<GICD_PIDR2>().ArchRev < FirstArchitecture)
        {
            return ErrorCode.NotSupported;
        }

        _distributor.Write(default(GICD_CTLR));
        if (WaitForDistributor() != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        // Routing before anything else: what the routing registers mean depends on it.
        GICD_CTLR routed = default(GICD_CTLR).WithARE_NS(true);
        _distributor.Write(routed);
        if (WaitForDistributor() != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        if (!_distributor.Read<GICD_CTLR>().ARE_NS)
        {
            return ErrorCode.NotSupported;
        }

        QuietSharedInterrupts();
        if (WaitForDistributor() != ErrorCode.None)
        {
            return ErrorCode.TimedOut;
        }

        _distributor.Write(routed.WithEnableGrp1A(true));
        return WaitForDistributor();
    }

    /// <inheritdoc/>
    public override Result<InterruptTarget> InitialiseCpu()
    {
        Result<GicRedistributor<TBus>> found = FindOwnRedistributor();
        if (!found.IsOk)
        {
            return found.Error;
        }

        GicRedistributor<TBus> redistributor = found.Value;
        ErrorCode error = redistributor.Wake();
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = redistributor.Quiet();
        if (error != ErrorCode.None)
        {
            return error;
        }

        error = OpenInterface();
        if (error != ErrorCode.None)
        {
            return error;
        }

        return new InterruptTarget(OwnAffinity());
    }

    /// <inheritdoc/>
    public override ErrorCode Enable(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            // Its previous owner may have held it and never released it.
            _shared.Deactivate(intid);
            _shared.Enable(intid);
            return ErrorCode.None;
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        if (own.IsOk)
        {
            own.Value.Interrupts.Enable(intid);
        }

        return own.Error;
    }

    /// <inheritdoc/>
    public override ErrorCode Disable(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            _shared.Disable(intid);
            return WaitForDistributor();
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        if (!own.IsOk)
        {
            return own.Error;
        }

        own.Value.Interrupts.Disable(intid);
        return own.Value.WaitForWrites();
    }

    /// <inheritdoc/>
    public override ErrorCode SetPriority(Intid intid, byte priority)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            _shared.SetPriority(intid, priority);
            return ErrorCode.None;
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        if (own.IsOk)
        {
            own.Value.Interrupts.SetPriority(intid, priority);
        }

        return own.Error;
    }

    /// <inheritdoc/>
    public override ErrorCode SetTrigger(Intid intid, InterruptTrigger trigger)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            return _shared.SetTrigger(intid, trigger);
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        return own.IsOk ? own.Value.Interrupts.SetTrigger(intid, trigger) : own.Error;
    }

    /// <inheritdoc/>
    public override ErrorCode SetTarget(Intid intid, InterruptTarget target)
    {
        if (!Exists(intid) || !intid.IsSpi)
        {
            return ErrorCode.InvalidArgument;
        }

        _distributor.Write64(intid.Value, GICD_IROUTER.Of(target.Value));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SetPending(Intid intid)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            _shared.SetPending(intid);
            return ErrorCode.None;
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        if (own.IsOk)
        {
            own.Value.Interrupts.SetPending(intid);
        }

        return own.Error;
    }

    /// <inheritdoc/>
    public override ErrorCode ClearPending(Intid intid)
    {
        if (!Exists(intid) || intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            _shared.ClearPending(intid);
            return ErrorCode.None;
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        if (own.IsOk)
        {
            own.Value.Interrupts.ClearPending(intid);
        }

        return own.Error;
    }

    /// <inheritdoc/>
    public override Result<bool> IsPending(Intid intid)
    {
        if (!Exists(intid))
        {
            return ErrorCode.InvalidArgument;
        }

        if (intid.IsSpi)
        {
            return _shared.IsPending(intid);
        }

        Result<GicRedistributor<TBus>> own = FindOwnRedistributor();
        if (!own.IsOk)
        {
            return own.Error;
        }

        return own.Value.Interrupts.IsPending(intid);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override ActiveInterrupt Acknowledge() => new((uint)default(TSystem).ReadICC_IAR1_EL1());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override void EndOfInterrupt(ActiveInterrupt interrupt) => default(TSystem).EndInterrupt(interrupt.Bits);

    /// <inheritdoc/>
    public override void Hold(ActiveInterrupt interrupt)
    {
        if (interrupt.Intid.IsSpi)
        {
            // It stays active, and an active interrupt is not signalled.
            default(TSystem).WriteICC_EOIR1_EL1(interrupt.Bits);
            return;
        }

        // Only the CPU itself can deactivate one of its own, and another CPU may release it.
        base.Hold(interrupt);
    }

    /// <inheritdoc/>
    public override ErrorCode LetGo(Intid intid)
    {
        if (!Exists(intid) || !intid.IsSpi)
        {
            return Enable(intid);
        }

        default(TSystem).WriteICC_DIR_EL1(intid.Value);
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SendSgi(Intid intid, InterruptTarget target)
    {
        if (!intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        if (GicSgiValue.NeedsRangeSelector(target) && !HasRangeSelector())
        {
            return ErrorCode.NotSupported;
        }

        default(TSystem).WriteICC_SGI1R_EL1(GicSgiValue.To(intid, target));
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    public override ErrorCode SendSgiToOthers(Intid intid)
    {
        if (!intid.IsSgi)
        {
            return ErrorCode.InvalidArgument;
        }

        default(TSystem).WriteICC_SGI1R_EL1(GicSgiValue.ToOthers(intid));
        return ErrorCode.None;
    }

    /// <summary>The affinity fields of MPIDR_EL1, in their places: 39:32 and 23:0.</summary>
    private static ulong OwnAffinity() => default(TSystem).ReadMPIDR_EL1() & 0xFF_00FF_FFFF;

    /// <summary>Opens the calling CPU's interface for group 1; priority drop and deactivation are separate steps.</summary>
    private static ErrorCode OpenInterface()
    {
        TSystem system = default;
        system.WriteICC_SRE_EL1(system.ReadICC_SRE_EL1() | SystemRegisterEnable);
        if ((system.ReadICC_SRE_EL1() & SystemRegisterEnable) == 0)
        {
            return ErrorCode.NotSupported;
        }

        system.WriteICC_CTLR_EL1(EndInTwoSteps);
        if ((system.ReadICC_CTLR_EL1() & EndInTwoSteps) == 0)
        {
            return ErrorCode.NotSupported;
        }

        // An earlier stage may have left without its end of interrupt; its priority would hold ours back for ever. There are 2^(bits - 5)
        // registers of active priorities. [IHI0069, ICC_AP1R<n>_EL1]
        uint priorityBits = ((uint)(system.ReadICC_CTLR_EL1() >> 8) & 7) + 1;
        uint registers = priorityBits <= 5 ? 1u : 1u << (int)(System.Math.Min(priorityBits, 7) - 5);
        for (uint index = 0; index < registers; index++)
        {
            system.WriteICC_AP1R_EL1(index, 0);
        }

        system.WriteICC_PMR_EL1(OpenMask);
        system.WriteICC_BPR1_EL1(0);
        system.WriteICC_IGRPEN1_EL1(EnableGroup);
        return ErrorCode.None;
    }

    private bool HasRangeSelector()
        => _distributor.Read<GICD_TYPER>().RSS && (default(TSystem).ReadICC_CTLR_EL1() & RangeSelectorSupport) != 0;

    private bool Exists(Intid intid) => intid.Value < _intidEndExclusive;

    private ErrorCode WaitForDistributor()
    {
        for (uint poll = 0; poll < PollLimit; poll++)
        {
            if (!_distributor.Read<GICD_CTLR>().RWP)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }

    private void QuietSharedInterrupts()
    {
        uint lines = 32 * (_distributor.Read<GICD_TYPER>().ITLinesNumber + 1);
        _intidEndExclusive = System.Math.Min(lines, Intid.FirstSpecial);
        _shared.QuietShared(lines, uint.MaxValue);
        ulong thisCpu = OwnAffinity();
        for (uint intid = Intid.FirstSpi; intid < _intidEndExclusive; intid++)
        {
            _shared.SetPriority(new Intid(intid), DefaultPriority);
            _distributor.Write64(intid, GICD_IROUTER.Of(thisCpu));
        }
    }

    private Result<GicRedistributor<TBus>> FindOwnRedistributor()
    {
        ulong affinity = OwnAffinity();
        uint packed = (uint)(affinity & 0xFF_FFFF) | ((uint)(affinity >> 32) << 24);
        Result<GicRedistributor<TBus>> found = ErrorCode.NotFound;
        for (uint index = 0; index < _regions && !found.IsOk; index++)
        {
            found = Region(index).Find(packed);
        }

        return found;
    }

    private GicRedistributorRegion<TBus> Region(uint index) => index switch
    {
        0 => _region0,
        1 => _region1,
        2 => _region2,
        _ => _region3,
    };
}
