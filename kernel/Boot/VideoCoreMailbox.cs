// Where the VideoCore's firmware is asked.

using RustKernel.Arm64;
using RustKernel.Drivers.BcmMailbox;

namespace RustKernel.Boot;

/// <summary>The mailbox's registers, and where the firmware sees the kernel's message buffer.</summary>
internal readonly struct VideoCoreMailbox
{
    private readonly DeviceBus _bus;
    private readonly uint _busAddress;

    internal VideoCoreMailbox(DeviceBus bus, uint busAddress)
    {
        _bus = bus;
        _busAddress = busAddress;
    }

    /// <summary>False for default: the device tree has no mailbox.</summary>
    internal bool IsThere => _busAddress != 0;

    /// <summary>The channel of questions. One at a time.</summary>
    internal BcmPropertyChannel<DeviceBus, DeviceMemory> Channel => new(_bus, FirmwareMessage.Words, _busAddress);
}
