namespace RustKernel.Drivers.BcmGpio;

/// <summary>A pin's pull resistor; the numbers are the BCM2711's. [BCM2711, General Purpose I/O, GPIO_PUP_PDN_CNTRL_REG0]</summary>
public enum BcmPinPull
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Towards the supply.</summary>
    Up = 1,

    /// <summary>Towards ground.</summary>
    Down = 2,
}
