// Schedules and their rounds.

using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmServer.Pages;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/schedules and /rounds. Only an admin adds and removes.</summary>
internal static class ScheduleRoutes
{
    private const int RoundsShown = 50;
    private const int MostText = 64;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Allowed.To(routes.MapGet("/schedules", ListAsync), FarmRole.Submitter);
        Allowed.To(routes.MapGet("/rounds/{round:long}", RoundAsync), FarmRole.Submitter);
        routes.MapPost("/schedules", AddAsync);
        routes.MapPost("/schedules/{name}/remove", RemoveAsync);
    }

    private static async Task<IResult> AddAsync(ScheduleRequest request, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (!FarmProtocol.IsName(request.Name) || request.Cron.Length > MostText || request.Zone.Length > MostText)
        {
            throw new FarmRequestException("a schedule's name is letters, digits, . _ - = only, at most 64; its time has at most 64, too");
        }

        string who = Caller.Of(context).Or(request.Job.Submitter);
        JobRequest job = request.Job with { Submitter = who, Key = "" };
        PeopleRoutes.Check(job);
        await store.AddScheduleAsync(request with { Job = job }, who, cancel).ConfigureAwait(false);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string name, HttpContext context, IFarmStore store, CancellationToken cancel)
        => await store.RemoveScheduleAsync(name, Caller.Of(context).Or("a person"), cancel).ConfigureAwait(false)
            ? Results.NoContent()
            : PeopleRoutes.Missing($"there is no schedule {name}");

    private static async Task<IResult> ListAsync(HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        IReadOnlyList<ScheduleView> schedules = await store.SchedulesAsync(cancel).ConfigureAwait(false);
        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<SchedulesPage>(new()
            {
                [nameof(SchedulesPage.Schedules)] = schedules,
                [nameof(SchedulesPage.Rounds)] = await store.RoundsAsync(RoundsShown, cancel).ConfigureAwait(false),
            })
            : Results.Json(schedules, FarmJson.Default.IReadOnlyListScheduleView);
    }

    private static async Task<IResult> RoundAsync(long round, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (await store.RoundAsync(round, cancel).ConfigureAwait(false) is not { } view)
        {
            return PeopleRoutes.Missing($"there is no round {round}");
        }

        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<RoundPage>(new() { [nameof(RoundPage.Round)] = view })
            : Results.Json(view, FarmJson.Default.RoundView);
    }
}
