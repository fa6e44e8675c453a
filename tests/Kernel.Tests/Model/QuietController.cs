// An interrupt controller where nothing is ever pending except the wake-ups that CPUs send each other.

namespace RustKernel.Kernel.Tests.Model;

internal sealed class QuietController : InterruptController
{
    private const uint Spurious = 1023;

    /// <summary>A bit for each CPU with an interrupt on its way.</summary>
    internal uint OnTheWay { get; set; }

    public override string Name => "none";

    public override uint IntidEndExclusive => 1020;

    public override ErrorCode Initialise() => ErrorCode.None;

    public override Result<InterruptTarget> InitialiseCpu() => default(InterruptTarget);

    /// <summary>How often writes had been ordered before an interrupt at the time of the last enable.</summary>
    internal int OrderingsAtEnable { get; private set; }

    public override ErrorCode Enable(Intid intid)
    {
        OrderingsAtEnable = RustKernel.Arm64.Publication.Orderings;
        return ErrorCode.None;
    }

    public override ErrorCode Disable(Intid intid) => ErrorCode.None;

    public override ErrorCode SetPriority(Intid intid, byte priority) => ErrorCode.None;

    public override ErrorCode SetTrigger(Intid intid, InterruptTrigger trigger) => ErrorCode.None;

    public override ErrorCode SetTarget(Intid intid, InterruptTarget target) => ErrorCode.None;

    public override ErrorCode SetPending(Intid intid) => ErrorCode.None;

    public override ErrorCode ClearPending(Intid intid) => ErrorCode.None;

    public override Result<bool> IsPending(Intid intid) => false;

    public override ActiveInterrupt Acknowledge() => new(Spurious);

    public override void EndOfInterrupt(ActiveInterrupt interrupt)
    {
    }

    public override ErrorCode SendSgi(Intid intid, InterruptTarget target)
    {
        OnTheWay |= 1u << (int)target.Value;
        return ErrorCode.None;
    }

    public override ErrorCode SendSgiToOthers(Intid intid) => ErrorCode.None;
}
