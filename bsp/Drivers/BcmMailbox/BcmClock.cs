namespace RustKernel.Drivers.BcmMailbox;

/// <summary>A clock's number in the property messages of the VideoCore firmware. [RPI-FW, Mailbox property interface, Clocks]</summary>
public enum BcmClock : uint
{
    /// <summary>The first SD controller's.</summary>
    Emmc = 1,

    /// <summary>The PL011s' UARTCLK.</summary>
    Uart = 2,

    /// <summary>The ARM cores'.</summary>
    Arm = 3,

    /// <summary>The VPU core's, from which the mini-UART derives its rate.</summary>
    Core = 4,

    /// <summary>The second SD controller's.</summary>
    Emmc2 = 12,
}
