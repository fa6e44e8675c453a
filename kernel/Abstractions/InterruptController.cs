// The contract between kernel and interrupt controller drivers. The kernel owns it; drivers implement it; Boot connects
// them. No policy here: which interrupts nest, who handles what and statistics are the kernel's.

namespace RustKernel;

/// <summary>
/// An interrupt controller. Implementations are preinitialised singletons; they allocate nothing and take no lock. All interrupts
/// belong to the one group that is signalled as IRQ.
/// <para>Context: <see cref="Acknowledge"/>, <see cref="EndOfInterrupt"/> and the SGI calls need no
/// lock. The others change shared registers by read and
/// write: one CPU at a time. For SGIs and PPIs every call concerns the calling CPU's own.</para>
/// </summary>
public abstract class InterruptController
{
    /// <summary>
    /// Priority that every interrupt gets at initialisation; lower numbers are more urgent. It lies
    /// below the mask that <see cref="InitialiseCpu"/> sets.
    /// </summary>
    public const byte DefaultPriority = 0xA0;

    /// <summary>What it is, for the log: "GICv2".</summary>
    public abstract string Name { get; }

    /// <summary>INTIDs from here on (and special ones) do not exist; 32 to 1020, 0 before <see cref="Initialise"/>.</summary>
    public abstract uint IntidEndExclusive { get; }

    /// <summary>
    /// Sets the shared part up, once, on the first CPU: every SPI disabled, idle, level-triggered,
    /// at the default priority, routed to this CPU.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.NotSupported"/> when the device is no such controller,
    /// <see cref="ErrorCode.TimedOut"/> when it does not take a setting.
    /// </returns>
    public abstract ErrorCode Initialise();

    /// <summary>
    /// Sets the calling CPU's part up: its SGIs and PPIs disabled and idle, its interface open for
    /// the default priority. Behind <see cref="Initialise"/>, with
    /// IRQs masked.
    /// </summary>
    /// <returns>
    /// The CPU's address. <see cref="ErrorCode.NotFound"/> when the controller has no part for this
    /// CPU, <see cref="ErrorCode.TimedOut"/> when it does not
    /// wake, <see cref="ErrorCode.NotSupported"/> when a higher exception level keeps the interface closed.
    /// </returns>
    public abstract Result<InterruptTarget> InitialiseCpu();

    /// <summary>
    /// Lets an interrupt through, held before or not.
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such interrupt.
    /// </summary>
    public abstract ErrorCode Enable(Intid intid);

    /// <summary>
    /// Stops an interrupt; when this returns, it is not signalled any more.
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such interrupt,
    /// <see cref="ErrorCode.TimedOut"/> when the controller does not confirm.
    /// </summary>
    public abstract ErrorCode Disable(Intid intid);

    /// <summary>
    /// Sets an interrupt's priority (0 most urgent; the low bits may not be implemented).
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such interrupt.
    /// </summary>
    public abstract ErrorCode SetPriority(Intid intid, byte priority);

    /// <summary>
    /// Sets how a disabled interrupt is triggered. <see cref="ErrorCode.InvalidArgument"/> for an SGI or no such interrupt,
    /// <see cref="ErrorCode.InvalidState"/> when it is enabled,
    /// <see cref="ErrorCode.NotSupported"/> when it is fixed to the other trigger in hardware.
    /// </summary>
    public abstract ErrorCode SetTrigger(Intid intid, InterruptTrigger trigger);

    /// <summary>
    /// Routes an SPI to one CPU. <see cref="ErrorCode.InvalidArgument"/> when it is no SPI,
    /// <see cref="ErrorCode.NotSupported"/> when the hardware sends all of them to another.
    /// </summary>
    public abstract ErrorCode SetTarget(Intid intid, InterruptTarget target);

    /// <summary>
    /// Makes a PPI or SPI pending as if its device had signalled.
    /// <see cref="ErrorCode.InvalidArgument"/> for an SGI (send it) or no such interrupt.
    /// </summary>
    public abstract ErrorCode SetPending(Intid intid);

    /// <summary>
    /// Forgets that an edge came (a level that is still asserted stays pending).
    /// <see cref="ErrorCode.InvalidArgument"/> for an SGI or no such interrupt.
    /// </summary>
    public abstract ErrorCode ClearPending(Intid intid);

    /// <summary>
    /// Whether an interrupt waits to be acknowledged. <see cref="ErrorCode.InvalidArgument"/> when
    /// there is no such interrupt.
    /// </summary>
    public abstract Result<bool> IsPending(Intid intid);

    /// <summary>
    /// Takes the most urgent pending interrupt of the calling CPU and makes it active: it and less urgent ones are held back until
    /// <see cref="EndOfInterrupt"/>. A special INTID when there is none; that one must not be ended.
    /// </summary>
    public abstract ActiveInterrupt Acknowledge();

    /// <summary>Ends what <see cref="Acknowledge"/> gave, on the same CPU, the last one taken first.</summary>
    public abstract void EndOfInterrupt(ActiveInterrupt interrupt);

    /// <summary>
    /// In the place of <see cref="EndOfInterrupt"/>: the CPU takes others, but this one is not signalled again until
    /// <see cref="LetGo"/> or, for another handler, <see cref="Enable"/>. Where a controller can do no better, it is masked meanwhile.
    /// </summary>
    public virtual void Hold(ActiveInterrupt interrupt)
    {
        _ = Disable(interrupt.Intid);
        EndOfInterrupt(interrupt);
    }

    /// <summary>
    /// Ends a <see cref="Hold"/>: the interrupt is signalled again when it is pending. Once for each Hold. Any CPU may do it; for a PPI
    /// the CPU that held it. InvalidArgument when there is no such interrupt.
    /// </summary>
    public virtual ErrorCode LetGo(Intid intid) => Enable(intid);

    /// <summary>
    /// Sends an SGI to one CPU. The caller has made what the other CPU shall see visible (DSB)
    /// before. <see cref="ErrorCode.InvalidArgument"/> when it is no SGI,
    /// <see cref="ErrorCode.NotSupported"/> when this hardware cannot address that CPU.
    /// </summary>
    public abstract ErrorCode SendSgi(Intid intid, InterruptTarget target);

    /// <summary>Sends an SGI to every CPU but this one; else as <see cref="SendSgi"/>.</summary>
    public abstract ErrorCode SendSgiToOthers(Intid intid);
}
