// What a driver is for, as far as booting needs it.

namespace RustKernel.Hil.DeviceTree;

/// <summary>The part a device plays in a boot.</summary>
public enum DriverRole
{
    /// <summary>The serial console.</summary>
    Console,

    /// <summary>The interrupt controller.</summary>
    InterruptController,

    /// <summary>The timer.</summary>
    Timer,

    /// <summary>Reboot, power-off, starting CPUs.</summary>
    Power,

    /// <summary>Useful, not needed to boot.</summary>
    Other,
}
