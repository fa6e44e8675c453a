// What people and CI ask for.

using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>Jobs, images, maintenance.</summary>
internal static class PeopleRoutes
{
    private const int MostText = 400;
    private const int MostSeconds = 30 * 24 * 3600;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Allowed.To(routes.MapPost("/jobs", SubmitAsync), FarmRole.Submitter);
        Allowed.To(routes.MapPost("/jobs/{job:long}/cancel", CancelAsync), FarmRole.Submitter);
        routes.MapPost("/boards/{board}/maintenance", MaintainAsync);
        routes.MapPost("/hosts/{host}/drain", DrainAsync);
        Allowed.To(routes.MapMethods("/images/{sha256}", ["HEAD"], HasImageAsync), FarmRole.Submitter, FarmRole.Agent);
        Allowed.To(routes.MapGet("/images/{sha256}", GetImageAsync), FarmRole.Submitter, FarmRole.Agent);
        Allowed.To(routes.MapPut("/images/{sha256}", PutImageAsync), FarmRole.Submitter);
        Allowed.To(routes.MapGet("/runs/{run:long}/log", LogAsync), FarmRole.Submitter);
    }

    private static async Task<JobReceipt> SubmitAsync(
        JobRequest request,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        Check(request);
        Caller caller = Caller.Of(context);
        JobRequest job = request with { Submitter = caller.Or(request.Submitter), Groups = caller.Groups };
        long number = await store.SubmitAsync(job, cancel).ConfigureAwait(false);
        changes.Tell();
        return new JobReceipt(number);
    }

    /// <summary>Refuses a request that cannot become a job.</summary>
    /// <exception cref="FarmRequestException">It is such a request.</exception>
    internal static void Check(JobRequest request)
    {
        string[] names = [.. request.Tags, .. new[] { request.Target, request.Type }.Where(name => name.Length > 0)];
        if (!names.All(FarmProtocol.IsName) || request.Tags.Count > 20)
        {
            throw new FarmRequestException("a board's name, type or tag is letters, digits, . _ - = only, at most 64; at most 20 tags");
        }

        if (request.Suites.Length is 0 or > MostText || request.Submitter.Length is 0 or > 64)
        {
            throw new FarmRequestException($"suites are 1 to {MostText} letters, the submitter's name 1 to 64");
        }

        if (request.Key.Length > 0 && !FarmProtocol.IsName(request.Key))
        {
            throw new FarmRequestException("the request's own word is none: letters, digits, . _ - = only, at most 64");
        }

        if (request.Image.Length > 0 && !FarmProtocol.IsSha256(request.Image))
        {
            throw new FarmRequestException("the image is named by its SHA-256, in small letters");
        }

        if (request.Priority is < 0 or > 100 || request.Retries is < 0 or > 10)
        {
            throw new FarmRequestException("the priority is 0 to 100, retries are 0 to 10");
        }

        if (request.TimeoutSeconds is < 0 or > MostSeconds || request.QueueSeconds is < 0 or > MostSeconds)
        {
            throw new FarmRequestException($"limits are 0 to {MostSeconds} seconds");
        }
    }

    private static async Task<IResult> CancelAsync(
        long job,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        Caller caller = Caller.Of(context);
        if (caller.Role == FarmRole.Submitter
            && await store.JobAsync(job, cancel).ConfigureAwait(false) is { } view
            && view.Submitter != caller.Name)
        {
            throw new FarmForbiddenException($"job {job} is {view.Submitter}'s: only he or an admin ends it");
        }

        string? state = await store.CancelAsync(job, caller.Or("a person"), cancel).ConfigureAwait(false);
        changes.Tell();
        if (state is null)
        {
            return Missing($"there is no job {job}");
        }

        return PageRoutes.WantsPage(context.Request)
            ? Results.LocalRedirect($"/jobs/{job}")
            : Results.Json(new CancelReply(state), FarmJson.Default.CancelReply);
    }

    private static async Task<IResult> MaintainAsync(
        string board,
        MaintenanceRequest request,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        if (request.Reason is { Length: 0 or > MostText } || request.Who.Length is 0 or > 64)
        {
            throw new FarmRequestException($"a reason is 1 to {MostText} letters, a person's name 1 to 64");
        }

        bool isKnown = await store
            .SetMaintenanceAsync(board, request.Reason, Caller.Of(context).Or(request.Who), cancel)
            .ConfigureAwait(false);
        changes.Tell();
        return isKnown ? Results.NoContent() : Missing($"the farm has no board {board}");
    }

    private static async Task<IResult> DrainAsync(
        string host,
        DrainRequest request,
        IFarmStore store,
        ChangeFeed changes,
        HttpContext context,
        CancellationToken cancel)
    {
        bool isKnown = await store
            .DrainAsync(host, request.IsDraining, Caller.Of(context).Or(request.Who), cancel)
            .ConfigureAwait(false);
        changes.Tell();
        return isKnown ? Results.NoContent() : Missing($"the farm has no host {host}");
    }

    private static async Task<IResult> HasImageAsync(string sha256, IFarmStore store, CancellationToken cancel)
        => await store.HasImageAsync(sha256, cancel).ConfigureAwait(false) ? Results.Ok() : Results.NotFound();

    private static async Task<IResult> GetImageAsync(string sha256, IFarmStore store, CancellationToken cancel)
        => await store.GetImageAsync(sha256, cancel).ConfigureAwait(false) is { } image
            ? Results.Bytes(image)
            : Missing($"image {sha256} is not here");

    private static async Task<IResult> PutImageAsync(string sha256, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (!FarmProtocol.IsSha256(sha256))
        {
            throw new FarmRequestException("the image is named by its SHA-256, in small letters");
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = FarmProtocol.MostImage;
        byte[] image = await AgentRoutes.ReadBodyAsync(context.Request, FarmProtocol.MostImage, cancel).ConfigureAwait(false);
        await store.PutImageAsync(sha256, image, cancel).ConfigureAwait(false);
        return Results.NoContent();
    }

    private static async Task<IResult> LogAsync(long run, long? from, IFarmStore store, CancellationToken cancel)
        => from is < 0
            ? throw new FarmRequestException("from is an offset in bytes")
            : Results.Bytes(
                await store.ReadLogAsync(run, from ?? 0, 1 << 20, cancel).ConfigureAwait(false),
                "application/octet-stream");

    /// <summary>Not found, in words.</summary>
    internal static IResult Missing(string what) => Refusals.Of(StatusCodes.Status404NotFound, what);
}
