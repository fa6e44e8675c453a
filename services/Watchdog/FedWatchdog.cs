// Arms and feeds the watchdog of a BCM2835 and its descendants. Pure but for the registers; also runs under .NET.

using RustKernel.Drivers.BcmWatchdog;

namespace RustKernel.Services.Watchdog;

/// <summary>
/// Feeds a watchdog. Arms it first, once it has seen it count: QEMU's model of the block resets the machine as soon as it is armed,
/// whatever the time, and its counter stands still [LINUX drivers/watchdog/bcm2835_wdt.c; QEMU-raspi]. That the counter also runs unarmed
/// has not been seen on a board: <c>isTrusted</c> skips the trial.
/// </summary>
/// <typeparam name="TBus">The block's register window.</typeparam>
internal sealed class FedWatchdog<TBus>
    where TBus : struct, IRegisterBus
{
    private readonly BcmPowerManager<TBus> _block;
    private readonly bool _isTrusted;

    /// <summary>The watchdog at <paramref name="bus"/>; accesses nothing. <paramref name="isTrusted"/>: it is known to count.</summary>
    internal FedWatchdog(TBus bus, bool isTrusted)
    {
        _block = new BcmPowerManager<TBus>(bus);
        _isTrusted = isTrusted;
    }

    /// <summary>What is known so far.</summary>
    internal FeedingState State { get; private set; }

    /// <summary>
    /// If the watchdog is armed, the board is reset almost 16 seconds after this. Some time must pass between the first two calls.
    /// </summary>
    internal FeedingState Feed()
    {
        switch (State)
        {
            // Already armed, by a predecessor.
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

        // The longest possible time, which is always in range.
        _ = State switch
        {
            FeedingState.Armed => _block.Arm(BcmPowerManager<TBus>.LongestCounts),
            FeedingState.Tried => _block.SetTime(BcmPowerManager<TBus>.LongestCounts),
            _ => ErrorCode.None,
        };
        return State;
    }
}
