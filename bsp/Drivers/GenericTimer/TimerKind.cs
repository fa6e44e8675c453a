namespace RustKernel.Drivers.GenericTimer;

/// <summary>
/// A timer of the calling CPU; the numbers are the positions in the device tree's `interrupts` of
/// arm,armv8-timer. [DT-SPEC arm,arch_timer]
/// </summary>
public enum TimerKind
{
    /// <summary>Physical, of the Secure state.</summary>
    SecurePhysical = 0,

    /// <summary>Physical (CNTP), of the Non-secure state.</summary>
    Physical = 1,

    /// <summary>Virtual (CNTV).</summary>
    Virtual = 2,

    /// <summary>EL2's physical one (CNTHP).</summary>
    HypervisorPhysical = 3,

    /// <summary>EL2's virtual one (CNTHV), with the Virtualization Host Extensions.</summary>
    HypervisorVirtual = 4,
}
