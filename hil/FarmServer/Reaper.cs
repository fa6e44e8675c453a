// The coordinator's periodic work.

using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Ends holds whose lease has passed, and starts jobs that schedules have due. Every coordinator does this; the store lets it happen once.
/// </summary>
internal sealed class Reaper(IFarmStore store, FarmTimes times, ChangeFeed changes) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                int changed = await store.ReapAsync(stoppingToken).ConfigureAwait(false);
                if (changed + await store.FireAsync(stoppingToken).ConfigureAwait(false) > 0)
                {
                    changes.Tell();
                }
            }
            catch (Exception e) when (e is StoreUnavailableException or FarmRequestException)
            {
                await Console.Error.WriteLineAsync($"rk: {e.Message}").ConfigureAwait(false);
            }

            await Task.Delay(times.Lease / 15, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
