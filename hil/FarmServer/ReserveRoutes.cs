// Boards for one person.

using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/boards/B/reserve: by a program as JSON, by a page's form.</summary>
internal static class ReserveRoutes
{
    private const int LeastSeconds = 60;
    private const int MostText = 400;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes)
        => Allowed.To(routes.MapPost("/boards/{board}/reserve", ReserveAsync), FarmRole.Submitter);

    private static async Task<IResult> ReserveAsync(
        string board,
        HttpContext context,
        IFarmStore store,
        ChangeFeed changes,
        CancellationToken cancel)
    {
        Caller caller = Caller.Of(context);
        ReserveRequest said = await ReadAsync(context.Request, cancel).ConfigureAwait(false);
        ReserveRequest request = said with { Who = caller.Or(said.Who) };
        if (request.Seconds != 0 && request.Seconds is < LeastSeconds or > Reservation.MostSeconds)
        {
            throw new FarmRequestException($"a board is reserved for {LeastSeconds} to {Reservation.MostSeconds} seconds; 0 releases it");
        }

        if (request.Reason.Length > MostText || request.Who.Trim().Length is 0 or > 64)
        {
            throw new FarmRequestException($"a reason has at most {MostText} letters, a person's name 1 to 64");
        }

        if (caller.Groups is { } groups
            && (await store.BoardsAsync(cancel).ConfigureAwait(false)).FirstOrDefault(view => view.Name == board) is { } known
            && !FarmGroups.IsOpen(known.Groups, groups))
        {
            throw new FarmForbiddenException($"board {board} is of {string.Join(", ", known.Groups)}, and {caller.Name} is not");
        }

        ReserveReply? reply = await store.ReserveAsync(board, request, caller.Role == FarmRole.Admin, cancel).ConfigureAwait(false);
        changes.Tell();
        if (reply is null)
        {
            return PeopleRoutes.Missing($"the farm has no board {board}");
        }

        return PageRoutes.WantsPage(context.Request)
            ? Results.LocalRedirect($"/boards/{board}")
            : Results.Json(reply, FarmJson.Default.ReserveReply);
    }

    private static async Task<ReserveRequest> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
        {
            return await request.ReadFromJsonAsync(FarmJson.Default.ReserveRequest, cancel).ConfigureAwait(false)
                ?? throw new FarmRequestException("there is no request");
        }

        IFormCollection form = await request.ReadFormAsync(cancel).ConfigureAwait(false);
        return new ReserveRequest(
            Number(form, "fence"),
            (int)long.Clamp(Number(form, "minutes") * 60, 0, Reservation.MostSeconds),
            form["reason"].ToString(),
            form["who"].ToString(),
            form["take"] == "yes");
    }

    private static long Number(IFormCollection form, string field)
        => long.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number < int.MaxValue
            ? number
            : throw new FarmRequestException($"{field} is a number");
}
