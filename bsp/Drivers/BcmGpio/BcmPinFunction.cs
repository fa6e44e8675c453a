namespace RustKernel.Drivers.BcmGpio;

/// <summary>A pin's function; the numbers are the register's. [BCM2711, General Purpose I/O, GPFSEL0]</summary>
public enum BcmPinFunction
{
    /// <summary>Input.</summary>
    Input = 0,

    /// <summary>Output.</summary>
    Output = 1,

    /// <summary>Alternative 5; the mini-UART on pins 14 and 15.</summary>
    Alternative5 = 2,

    /// <summary>Alternative 4.</summary>
    Alternative4 = 3,

    /// <summary>Alternative 0; the PL011 on pins 14 and 15.</summary>
    Alternative0 = 4,

    /// <summary>Alternative 1.</summary>
    Alternative1 = 5,

    /// <summary>Alternative 2.</summary>
    Alternative2 = 6,

    /// <summary>Alternative 3.</summary>
    Alternative3 = 7,
}
