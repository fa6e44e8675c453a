// The clocks that the VideoCore firmware names.

namespace RustKernel.Drivers.BcmMailbox;

/// <summary>A clock's number in property messages. [RPI-FW, Mailbox property interface, Clocks]</summary>
public enum BcmClock : uint
{
    /// <summary>The first SD controller's.</summary>
    Emmc = 1,

    /// <summary>The PL011s' UARTCLK.</summary>
    Uart = 2,

    /// <summary>The ARM cores'.</summary>
    Arm = 3,

    /// <summary>The VPU core's, which the mini-UART's rate hangs on.</summary>
    Core = 4,

    /// <summary>The second SD controller's.</summary>
    Emmc2 = 12,
}
