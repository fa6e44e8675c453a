// Power through the watchdog of a BCM2835 and its descendants, on a Raspberry Pi whose firmware has no PSCI.

using RustKernel.Arm64;
using RustKernel.Drivers.BcmWatchdog;

namespace RustKernel.Boot;

/// <summary>Power off (the boot ROM halts) and restart through the power-management block.</summary>
internal sealed class WatchdogPower : MachinePower
{
    private DeviceBus _bus;
    private VideoCoreMailbox _mailbox;

    /// <inheritdoc/>
    public override bool CanTry => _mailbox.IsThere;

    /// <summary>Sets the block's registers; accesses nothing.</summary>
    internal void Attach(DeviceBus bus) => _bus = bus;

    /// <summary>Sets the firmware that keeps the flag of a trial; accesses nothing.</summary>
    internal void Attach(VideoCoreMailbox mailbox) => _mailbox = mailbox;

    /// <summary>Arms the watchdog: it resets the machine unless a program feeds it within 16 seconds.</summary>
    internal void Arm() => _ = new BcmPowerManager<DeviceBus>(_bus).Arm(BcmPowerManager<DeviceBus>.LongestCounts);

    /// <inheritdoc/>
    public override ErrorCode PowerOff() => new BcmPowerManager<DeviceBus>(_bus).PowerOff();

    /// <inheritdoc/>
    public override ErrorCode Reboot() => new BcmPowerManager<DeviceBus>(_bus).Restart();

    /// <inheritdoc/>
    public override ErrorCode RebootToTry()
    {
        ErrorCode error = _mailbox.IsThere ? _mailbox.Channel.SetTrial() : ErrorCode.NotSupported;
        return error == ErrorCode.None ? Reboot() : error;
    }
}
