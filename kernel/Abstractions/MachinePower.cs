// The contract between kernel and whatever can switch the machine: PSCI firmware, a board's watchdog.

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

    /// <summary>True when the firmware can start something once and then what it started before (<see cref="RebootToTry"/>).</summary>
    public virtual bool CanTry => false;

    /// <summary>
    /// Restarts the machine, once, into what its firmware was told to try. Returns only when that failed: the errors above, and what the
    /// firmware says.
    /// </summary>
    public virtual ErrorCode RebootToTry() => ErrorCode.NotSupported;
}
