// Arming and feeding the watchdog of a BCM2835 and its descendants. Pure but for the registers; runs under .NET, too.

using RustKernel.Drivers.BcmWatchdog;

namespace RustKernel.Services.Watchdog;

/// <summary>
/// Feeds a watchdog, and arms it first, once it has seen it count: QEMU's model of the block resets the
/// machine as soon as it is armed, whatever the time, and its counter stands still [LINUX
/// drivers/watchdog/bcm2835_wdt.c; QEMU-raspi]. That the counter runs unarmed, too, was not seen on
/// a board: <c>isTrusted</c> leaves the trial out.
/// </summary>
/// <typeparam name="TBus">The block's register window.</typeparam>
internal sealed class FedWatchdog<TBus>
    where TBus : struct, IRegisterBus
{
    private readonly BcmPowerManager<TBus> _block;
    private readonly bool _isTrusted;

    /// <summary>
    /// The watchdog behind <paramref name="bus"/>; touches nothing. <paramref name="isTrusted"/>:
    /// it counts, no one needs to look.
    /// </summary>
    internal FedWatchdog(TBus bus, bool isTrusted)
    {
        _block = new BcmPowerManager<TBus>(bus);
        _isTrusted = isTrusted;
    }

    /// <summary>What is known.</summary>
    internal FeedingState State { get; private set; }

    /// <summary>
    /// From now on it is almost 16 seconds until the board is reset, if it is armed. Some time must
    /// pass between the first two calls.
    /// </summary>
    internal FeedingState Feed()
    {
        switch (State)
        {
            // Armed already: by a predecessor.
            case FeedingState.Unknown when _isTrusted || _block.IsArmed:
            case FeedingState.Tried when _block.RemainingCounts < BcmPowerManager<TBus>.LongestCounts:
                State = FeedingState.Armed;
                break;
            case FeedingState.Unknown:
                State = FeedingState.Tried;
                break;
            case FeedingState.Tried:
                State = FeedingState.StandsStill;
                break;
            default:
                break;
        }

        // The longest time there is; it cannot be out of range.
        _ = State switch
        {
            FeedingState.Armed => _block.Arm(BcmPowerManager<TBus>.LongestCounts),
            FeedingState.Tried => _block.SetTime(BcmPowerManager<TBus>.LongestCounts),
            _ => ErrorCode.None,
        };
        return State;
    }
}
