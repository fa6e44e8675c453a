// Init's question is the food.

using System;
using RustKernel.Services.Devices;

namespace RustKernel.Services.Watchdog;

/// <summary>
/// The service <c>watchdog</c>. Init asks every service again and again whether it lives; when it
/// does not ask any more, nobody feeds the watchdog, and the board is reset.
/// </summary>
internal sealed class WatchdogService(ClaimedDevice device) : Service
{
    private readonly FedWatchdog<DeviceRegisters> _watchdog = new(device.Registers, isTrusted: Own.Argument != 0);
    private FeedingState _told;

    /// <inheritdoc/>
    protected override void OnQuestion()
    {
        FeedingState state = _watchdog.Feed();
        if (state != _told && state != FeedingState.Tried)
        {
            Console.WriteLine(state == FeedingState.Armed
                ? "watchdog: armed; the board is reset when Init is silent for 15 s"
                : "watchdog: the board's counter stands still; not armed");
        }

        _told = state;
    }
}
