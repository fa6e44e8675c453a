// A machine's console, live.

using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/runs/N/console: a WebSocket for each watcher.</summary>
internal static class ConsoleRoutes
{
    // A browser that does not keep up costs at most this much. With more watchers than this, the coordinator refuses and says so.
    private const int MostWatchers = 500;
    private static int s_watchers;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes)
        => Allowed.To(routes.MapGet("/runs/{run:long}/console", WatchAsync), FarmRole.Submitter);

    private static async Task<IResult> WatchAsync(
        long run,
        long? from,
        HttpContext context,
        IFarmStore store,
        LogWatch watch,
        ChangeFeed changes,
        IHostApplicationLifetime lifetime,
        CancellationToken cancel)
    {
        if (!context.WebSockets.IsWebSocketRequest || from is < 0)
        {
            throw new FarmRequestException($"this is for WebSockets, from an offset of the log; /runs/{run}/log has the bytes");
        }

        if (await store.RunAsync(run, cancel).ConfigureAwait(false) is null)
        {
            return PeopleRoutes.Missing($"there is no run {run}");
        }

        if (Interlocked.Increment(ref s_watchers) > MostWatchers)
        {
            Interlocked.Decrement(ref s_watchers);
            return Refusals.Of(StatusCodes.Status503ServiceUnavailable, $"{MostWatchers} watch consoles here already");
        }

        LogWatch.Watched watched = watch.Open(run);
        try
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            await new ConsoleSocket(socket, watched, changes).ServeAsync(from ?? 0, end.Token).ConfigureAwait(false);
        }
        finally
        {
            watch.Close(watched);
            Interlocked.Decrement(ref s_watchers);
        }

        return Results.Empty;
    }
}
