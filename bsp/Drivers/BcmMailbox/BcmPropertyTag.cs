// The questions that the VideoCore firmware answers, as far as they are used here.

namespace RustKernel.Drivers.BcmMailbox;

/// <summary>A property tag. [RPI-FW, Mailbox property interface]</summary>
public enum BcmPropertyTag : uint
{
    /// <summary>Firmware revision: a Unix time.</summary>
    FirmwareRevision = 0x0000_0001,

    /// <summary>Board revision code.</summary>
    BoardRevision = 0x0001_0002,

    /// <summary>The Ethernet interface's MAC address.</summary>
    BoardMacAddress = 0x0001_0003,

    /// <summary>Serial number.</summary>
    BoardSerial = 0x0001_0004,

    /// <summary>The RAM below 1 GiB that the ARM may use.</summary>
    ArmMemory = 0x0001_0005,

    /// <summary>A clock's rate as set.</summary>
    ClockRate = 0x0003_0002,
}
