// The contract between the kernel and what can switch the machine off: PSCI firmware, a board's watchdog.

namespace RustKernel;

/// <summary>Powers the machine off or restarts it. Implementations are preinitialised singletons; interrupts are masked.</summary>
public abstract class MachinePower
{
    /// <summary>
    /// Powers off. Returns only when that failed: <see cref="ErrorCode.NotSupported"/>, or
    /// <see cref="ErrorCode.TimedOut"/> when nothing happened.
    /// </summary>
    public abstract ErrorCode PowerOff();

    /// <summary>Restarts the machine. Returns only when that failed, with the same errors.</summary>
    public abstract ErrorCode Reboot();

    /// <summary>
    /// True when the firmware can start a kernel once on trial, and the previous one after it
    /// (<see cref="RebootToTry"/>).
    /// </summary>
    public virtual bool CanTry => false;

    /// <summary>
    /// Restarts the machine once into the kernel that its firmware has for a trial. Returns only when that failed: with the errors
    /// above, or the firmware's.
    /// </summary>
    public virtual ErrorCode RebootToTry() => ErrorCode.NotSupported;
}
