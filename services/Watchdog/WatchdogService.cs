using System;
using RustKernel.Services.Devices;
using RustKernel.User;

namespace RustKernel.Services.Watchdog;

/// <summary>
/// The service <c>watchdog</c>. Init repeatedly asks every service whether it lives, and each question feeds the watchdog. If Init stops
/// asking, the board is reset. A kernel on trial is fed only for a while: the shell accepts it at the prompt, or the board starts the
/// previous one.
/// </summary>
internal sealed class WatchdogService(ClaimedDevice device) : Service
{
    private readonly FedWatchdog<DeviceRegisters> _watchdog = new(device.Registers, isTrusted: Own.Argument != 0);
    private FeedingState _told;
    private bool _hasGivenUp;

    /// <inheritdoc/>
    protected override void OnQuestion()
    {
        if (Kernel.SystemInfo(SystemItem.OnTrial) == 1
            && TrialTime.IsOver(Kernel.ReadCounter(), Kernel.SystemInfo(SystemItem.EntryTicks), Own.Hertz))
        {
            if (!_hasGivenUp)
            {
                Console.WriteLine("watchdog: this kernel is on trial and has not reached the prompt; the board is reset");
            }

            _hasGivenUp = true;
            return;
        }

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
