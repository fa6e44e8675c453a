using RustKernel.Arm64;
using RustKernel.Drivers.BcmMailbox;

namespace RustKernel.Boot;

/// <summary>
/// How to reach the VideoCore's firmware: the mailbox's registers, and the firmware's address of the kernel's message
/// buffer.
/// </summary>
internal readonly struct VideoCoreMailbox
{
    private readonly DeviceBus _bus;
    private readonly uint _busAddress;

    internal VideoCoreMailbox(DeviceBus bus, uint busAddress)
    {
        _bus = bus;
        _busAddress = busAddress;
    }

    /// <summary>False for the default value: the device tree has no mailbox.</summary>
    internal bool IsThere => _busAddress != 0;

    /// <summary>The channel for questions. One at a time.</summary>
    internal BcmPropertyChannel<DeviceBus, DeviceMemory> Channel => new(_bus, FirmwareMessage.Words, _busAddress);
}
