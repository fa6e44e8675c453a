// The contract between kernel and interrupt controller drivers. The kernel owns it; drivers implement it; Boot connects
// them. It holds no policy: nesting, handlers and statistics are the kernel's.

namespace RustKernel;

/// <summary>
/// An interrupt controller. Implementations are preinitialised singletons; they allocate nothing and take no lock. All interrupts
/// belong to the one group that is signalled as IRQ.
/// <para>Context: <see cref="Acknowledge"/>, <see cref="EndOfInterrupt"/> and the SGI calls need no lock. The others read and
/// write shared registers, so only one CPU may call them at a time. For SGIs and PPIs every call concerns the calling CPU's
/// own.</para>
/// </summary>
public abstract class InterruptController
{
    /// <summary>
    /// Priority that every interrupt gets at initialisation; lower numbers are more urgent. It lies
    /// below the mask that <see cref="InitialiseCpu"/> sets.
    /// </summary>
    public const byte DefaultPriority = 0xA0;

    /// <summary>Its name for the log: "GICv2".</summary>
    public abstract string Name { get; }

    /// <summary>INTIDs from here on (and special ones) do not exist; 32 to 1020, 0 before <see cref="Initialise"/>.</summary>
    public abstract uint IntidEndExclusive { get; }

    /// <summary>
    /// Sets up the shared part, once, on the first CPU: every SPI disabled, idle, level-triggered,
    /// at the default priority, routed to this CPU.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.NotSupported"/> when the device is no such controller,
    /// <see cref="ErrorCode.TimedOut"/> when it does not take a setting.
    /// </returns>
    public abstract ErrorCode Initialise();

    /// <summary>
    /// Sets up the calling CPU's part: its SGIs and PPIs disabled and idle, its interface open for
    /// the default priority. After <see cref="Initialise"/>, with IRQs masked.
    /// </summary>
    /// <returns>
    /// The CPU's address. <see cref="ErrorCode.NotFound"/> when the controller has no part for this
    /// CPU, <see cref="ErrorCode.TimedOut"/> when it does not
    /// wake, <see cref="ErrorCode.NotSupported"/> when a higher exception level keeps the interface closed.
    /// </returns>
    public abstract Result<InterruptTarget> InitialiseCpu();

    /// <summary>
    /// Enables an interrupt and ends a <see cref="Hold"/> of it.
    /// <see cref="ErrorCode.InvalidArgument"/> when there is no such interrupt.
    /// </summary>
    public abstract ErrorCode Enable(Intid intid);

    /// <summary>
    /// Disables an interrupt; when this returns, the controller no longer signals it.
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
    /// <see cref="ErrorCode.NotSupported"/> when the hardware fixes the other trigger.
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
    /// Clears a pending edge (a level that is still asserted stays pending).
    /// <see cref="ErrorCode.InvalidArgument"/> for an SGI or no such interrupt.
    /// </summary>
    public abstract ErrorCode ClearPending(Intid intid);

    /// <summary>
    /// True when an interrupt waits to be acknowledged. <see cref="ErrorCode.InvalidArgument"/> when
    /// there is no such interrupt.
    /// </summary>
    public abstract Result<bool> IsPending(Intid intid);

    /// <summary>
    /// Takes the most urgent pending interrupt of the calling CPU and makes it active: the controller holds it and less urgent
    /// ones back until <see cref="EndOfInterrupt"/>. A special INTID when none is pending; do not end that one.
    /// </summary>
    public abstract ActiveInterrupt Acknowledge();

    /// <summary>Ends the interrupt that <see cref="Acknowledge"/> returned, on the same CPU, the last one taken first.</summary>
    public abstract void EndOfInterrupt(ActiveInterrupt interrupt);

    /// <summary>
    /// Instead of <see cref="EndOfInterrupt"/>: the CPU takes other interrupts, but this one is not signalled again until
    /// <see cref="LetGo"/> or, for another handler, <see cref="Enable"/>. A controller that cannot do this masks it until then.
    /// </summary>
    public virtual void Hold(ActiveInterrupt interrupt)
    {
        _ = Disable(interrupt.Intid);
        EndOfInterrupt(interrupt);
    }

    /// <summary>
    /// Ends a <see cref="Hold"/>: the interrupt is signalled again when it is pending. Once for each Hold. Any CPU may do it, but for a
    /// PPI only the CPU that held it. InvalidArgument when there is no such interrupt.
    /// </summary>
    public virtual ErrorCode LetGo(Intid intid) => Enable(intid);

    /// <summary>
    /// Sends an SGI to one CPU. Before the call, the caller makes visible (DSB) what the other CPU
    /// must see. <see cref="ErrorCode.InvalidArgument"/> when it is no SGI,
    /// <see cref="ErrorCode.NotSupported"/> when this hardware cannot address that CPU.
    /// </summary>
    public abstract ErrorCode SendSgi(Intid intid, InterruptTarget target);

    /// <summary>Sends an SGI to every CPU but this one; otherwise as <see cref="SendSgi"/>.</summary>
    public abstract ErrorCode SendSgiToOthers(Intid intid);
}
