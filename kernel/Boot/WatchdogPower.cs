// Power by the watchdog of a BCM2835 and its descendants: the Raspberry Pi's way, whose firmware offers no PSCI.

using RustKernel.Arm64;
using RustKernel.Drivers.BcmWatchdog;

namespace RustKernel.Boot;

/// <summary>Power off (the boot ROM halts) and restart through the power-management block.</summary>
internal sealed class WatchdogPower : MachinePower
{
    private DeviceBus _bus;

    /// <summary>Names the block's registers; touches nothing.</summary>
    internal void Attach(DeviceBus bus) => _bus = bus;

    /// <inheritdoc/>
    public override ErrorCode PowerOff() => new BcmPowerManager<DeviceBus>(_bus).PowerOff();

    /// <inheritdoc/>
    public override ErrorCode Reboot() => new BcmPowerManager<DeviceBus>(_bus).Restart();
}
