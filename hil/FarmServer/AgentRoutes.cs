// What agents ask.

using System;
using System.Buffers;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/api/agent: registration, work, leases, logs, verdicts.</summary>
internal static class AgentRoutes
{
    private const int MostBoards = 1000;
    private const int MostText = 200;

    // Work that another coordinator accepted is found after this long at the latest.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly string[] s_verdicts = ["pass", "fail", "flaky", "usage", "infrastructure"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder agent = routes.MapGroup("/api/agent");
        agent.MapPost("/register", RegisterAsync);
        agent.MapPost("/work", WorkAsync);
        Allowed.To(agent, FarmRole.Agent);
        agent.MapPost("/renew", RenewAsync);
        agent.MapPost("/runs/{run:long}/start", StartAsync);
        agent.MapPost("/runs/{run:long}/log", AppendAsync);
        agent.MapPost("/runs/{run:long}/finish", FinishAsync);
    }

    private static async Task<HostSession> RegisterAsync(
        HostAnnouncement announcement,
        IFarmStore store,
        FarmTimes times,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        Check(announcement);
        Caller.Of(context).RequireHost(announcement.Host);
        long session = await store.RegisterAsync(announcement, cancel).ConfigureAwait(false);
        changes.Tell();
        return new HostSession(session, (long)times.Lease.TotalMilliseconds);
    }

    private static void Check(HostAnnouncement announcement)
    {
        if (announcement.Protocol != FarmProtocol.Version)
        {
            throw new FarmRequestException(
                $"the agent of host {announcement.Host} speaks version {announcement.Protocol} of the farm's protocol, this coordinator "
                    + $"{FarmProtocol.Version}: use the same rk on both");
        }

        if (!FarmProtocol.IsName(announcement.Host))
        {
            throw new FarmRequestException("the host's name is none: letters, digits, . _ - = only, at most 64");
        }

        if (announcement.Instance.Length > 0 && !FarmProtocol.IsName(announcement.Instance))
        {
            throw new FarmRequestException("the agent's own word is none: letters, digits, . _ - = only, at most 64");
        }

        int names = announcement.Boards.DistinctBy(board => board.Name).Count();
        if (announcement.Boards.Count > MostBoards || names != announcement.Boards.Count)
        {
            throw new FarmRequestException($"host {announcement.Host} announces a board twice, or more than {MostBoards}");
        }

        foreach (BoardAnnouncement board in announcement.Boards)
        {
            string[] words = [board.Name, board.Type, board.Driver, .. board.Tags];
            if (!words.All(FarmProtocol.IsName) || board.Title.Length > MostText || board.Tags.Count > MostText)
            {
                throw new FarmRequestException(
                    $"a board of host {announcement.Host} has a name, type or tag that is none: letters, digits, . _ - = only, at most 64");
            }
        }
    }

    /// <summary>The most urgent job for one of the boards; waits a while for one.</summary>
    private static async Task<IResult> WorkAsync(
        WorkRequest request,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        Caller.Of(context).RequireHost(request.Host);
        long end = Environment.TickCount64 + (long)FarmClient.WorkWait.TotalMilliseconds;
        while (true)
        {
            Task next = changes.Next;
            foreach (string board in request.Boards.Take(MostBoards))
            {
                if (await store.ClaimAsync(request.Host, request.Session, board, cancel).ConfigureAwait(false) is { } assignment)
                {
                    changes.Tell();
                    return Results.Json(assignment, FarmJson.Default.Assignment);
                }
            }

            if (Environment.TickCount64 >= end)
            {
                return Results.NoContent();
            }

            await ChangeFeed.WaitAsync(next, s_look, cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static Task<RenewReply> RenewAsync(RenewRequest request, IFarmStore store, HttpContext context, CancellationToken cancel)
    {
        Caller.Of(context).RequireHost(request.Host);
        return store.RenewAsync(request, cancel);
    }

    /// <summary>Refuses an agent that writes to a run of another host.</summary>
    private static async Task RequireHostOfAsync(long run, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        Caller caller = Caller.Of(context);
        if (caller.Role == FarmRole.Agent && await store.RunAsync(run, cancel).ConfigureAwait(false) is { } view)
        {
            caller.RequireHost(view.Host);
        }
    }

    private static async Task<IResult> StartAsync(
        long run,
        long fence,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        await RequireHostOfAsync(run, context, store, cancel).ConfigureAwait(false);
        bool isHeld = await store.StartAsync(run, fence, cancel).ConfigureAwait(false);
        changes.Tell();
        return isHeld
            ? Results.NoContent()
            : Refusals.Of(StatusCodes.Status409Conflict, $"run {run} has lost its board");
    }

    private static async Task<IResult> AppendAsync(
        long run,
        long fence,
        long offset,
        HttpRequest request,
        IFarmStore store,
        ChangeFeed changes,
        CancellationToken cancel)
    {
        await RequireHostOfAsync(run, request.HttpContext, store, cancel).ConfigureAwait(false);
        byte[] part = await ReadBodyAsync(request, FarmProtocol.MostLogPart, cancel).ConfigureAwait(false);
        long bytes = await store.AppendLogAsync(run, fence, offset, part, cancel).ConfigureAwait(false);
        changes.Tell();
        return bytes < 0
            ? Refusals.Of(StatusCodes.Status404NotFound, $"run {run} has no hold {fence}")
            : Results.Json(new LogReceipt(bytes), FarmJson.Default.LogReceipt);
    }

    private static async Task<FinishReply> FinishAsync(
        long run,
        FinishReport report,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        await RequireHostOfAsync(run, context, store, cancel).ConfigureAwait(false);
        if (!s_verdicts.Contains(report.Verdict))
        {
            throw new FarmRequestException($"a run's verdict is one of {string.Join(", ", s_verdicts)}");
        }

        if (report.Record is { } record)
        {
            HistoryRoutes.Check(record);
        }

        if (report.Deeds is { } deeds && (deeds.Count > Deed.Most || deeds.Any(deed => deed.What.Length > Deed.MostText)))
        {
            throw new FarmRequestException($"a report has at most {Deed.Most} deeds of at most {Deed.MostText} letters");
        }

        FinishReply reply = await store.FinishAsync(run, report, cancel).ConfigureAwait(false);
        changes.Tell();
        return reply;
    }

    /// <summary>The body of a request, at most <paramref name="limit"/> bytes of it.</summary>
    internal static async Task<byte[]> ReadBodyAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        using MemoryStream body = new();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            int count;
            while ((count = await request.Body.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
            {
                body.Write(buffer, 0, count);
                if (body.Length > limit)
                {
                    throw new BadHttpRequestException($"more than {limit} bytes", StatusCodes.Status413PayloadTooLarge);
                }
            }

            return body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
