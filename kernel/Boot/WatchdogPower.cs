// Power by the watchdog of a BCM2835 and its descendants: the Raspberry Pi's way, whose firmware offers no PSCI.

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

    /// <summary>Names the block's registers; touches nothing.</summary>
    internal void Attach(DeviceBus bus) => _bus = bus;

    /// <summary>Names the firmware that keeps the flag of a trial; touches nothing.</summary>
    internal void Attach(VideoCoreMailbox mailbox) => _mailbox = mailbox;

    /// <summary>The machine is reset unless a program feeds the watchdog within 16 seconds.</summary>
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
