// The pages; programs get the same as JSON.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using RustKernel.Hil.Events;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmServer.Pages;
using RustKernel.Hil.FarmStore;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Reports.Consoles;

namespace RustKernel.Hil.FarmServer;

/// <summary>The overview, jobs, runs and boards, and the events that update them.</summary>
internal static class PageRoutes
{
    private const int FinishedShown = 30;
    private const int RunsShown = 50;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapGroup("");
        Allowed.To(pages, FarmRole.Submitter);
        pages.MapGet("/", OverviewAsync);
        pages.MapGet("/boards", BoardsAsync);
        pages.MapGet("/boards/{board}", BoardAsync);
        pages.MapGet("/jobs", JobsAsync);
        pages.MapGet("/jobs/{job:long}", JobAsync);
        pages.MapGet("/runs/{run:long}", RunAsync);
        pages.MapGet("/events", EventsAsync);
    }

    /// <summary>True when a browser asks.</summary>
    internal static bool WantsPage(HttpRequest request)
        => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static async Task<IResult> OverviewAsync(IFarmStore store, CancellationToken cancel) => Page<Overview>(new()
    {
        [nameof(Overview.Boards)] = await store.BoardsAsync(cancel).ConfigureAwait(false),
        [nameof(Overview.Jobs)] = await store.JobsAsync(FinishedShown, cancel).ConfigureAwait(false),
    });

    private static async Task<IResult> BoardsAsync(HttpContext context, IFarmStore store, CancellationToken cancel)
        => WantsPage(context.Request)
            ? await OverviewAsync(store, cancel).ConfigureAwait(false)
            : Results.Json(await store.BoardsAsync(cancel).ConfigureAwait(false), FarmJson.Default.IReadOnlyListBoardView);

    private static async Task<IResult> JobsAsync(HttpContext context, IFarmStore store, CancellationToken cancel)
        => WantsPage(context.Request)
            ? await OverviewAsync(store, cancel).ConfigureAwait(false)
            : Results.Json(await store.JobsAsync(FinishedShown, cancel).ConfigureAwait(false), FarmJson.Default.IReadOnlyListJobView);

    private static async Task<IResult> BoardAsync(string board, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        foreach (BoardView view in await store.BoardsAsync(cancel).ConfigureAwait(false))
        {
            if (view.Name == board)
            {
                IReadOnlyList<RunView> runs = await store.RunsOfAsync(board, RunsShown, cancel).ConfigureAwait(false);
                return WantsPage(context.Request)
                    ? Page<BoardPage>(new()
                    {
                        [nameof(BoardPage.Board)] = view,
                        [nameof(BoardPage.Name)] = Caller.Of(context).Name,
                        [nameof(BoardPage.Runs)] = runs,
                    })
                    : Results.Json(runs, FarmJson.Default.IReadOnlyListRunView);
            }
        }

        return PeopleRoutes.Missing($"the farm has no board {board}");
    }

    private static async Task<IResult> JobAsync(long job, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (await store.JobAsync(job, cancel).ConfigureAwait(false) is not { } view)
        {
            return PeopleRoutes.Missing($"there is no job {job}");
        }

        return WantsPage(context.Request)
            ? Page<JobPage>(new() { [nameof(JobPage.Job)] = view })
            : Results.Json(view, FarmJson.Default.JobView);
    }

    private static async Task<IResult> RunAsync(long run, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (await store.RunAsync(run, cancel).ConfigureAwait(false) is not { } view)
        {
            return PeopleRoutes.Missing($"there is no run {run}");
        }

        if (!WantsPage(context.Request))
        {
            return Results.Json(view, FarmJson.Default.RunView);
        }

        (ConsoleExcerpt console, Timeline timeline) = await ReadAsync(store, view, cancel).ConfigureAwait(false);
        return Page<RunPage>(new()
        {
            [nameof(RunPage.Run)] = view,
            [nameof(RunPage.Console)] = console,
            [nameof(RunPage.Timeline)] = timeline,
            [nameof(RunPage.StyleNonce)] = AccessGate.AllowStyles(context),
        });
    }

    /// <summary>What the machine has sent so far, and what else happened. Both are bounded.</summary>
    private static async Task<(ConsoleExcerpt Console, Timeline Timeline)> ReadAsync(
        IFarmStore store,
        RunView run,
        CancellationToken cancel)
    {
        EventLogTail tail = new();
        ConsoleExcerpt console = new();
        Timeline timeline = new();
        for (long offset = 0; offset < run.LogBytes;)
        {
            ReadOnlyMemory<byte> part = await store.ReadLogAsync(run.Id, offset, 1 << 20, cancel).ConfigureAwait(false);
            if (part.Length == 0)
            {
                break;
            }

            foreach (LogEvent logged in tail.Take(part.Span))
            {
                timeline.Take(logged);
                if (logged.Kind == EventKind.SerialReceived)
                {
                    console.Feed(logged.Data.Span, logged.Nanoseconds);
                }
            }

            offset += part.Length;
        }

        return (console, timeline);
    }

    /// <summary>Server-sent events: one whenever something may have changed. They carry nothing; the page asks again.</summary>
    private static async Task EventsAsync(
        HttpContext context,
        ChangeFeed changes,
        IHostApplicationLifetime lifetime,
        CancellationToken cancel)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        cancel = end.Token;
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                Task next = changes.Next;
                await context.Response.WriteAsync("data: look\n\n", cancel).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(cancel).ConfigureAwait(false);
                await ChangeFeed.WaitAsync(next, s_look, cancel).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser has left.
        }
    }

    /// <summary>A page with its parameters.</summary>
    internal static RazorComponentResult<T> Page<T>(Dictionary<string, object?> parameters)
        where T : Microsoft.AspNetCore.Components.IComponent
        => new(parameters);
}
