// Accounts and groups, for admins.

using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/accounts, /boards/B/groups. No <see cref="Allowed"/> here: admins alone.</summary>
internal static class AccountRoutes
{
    private const string Names = "letters, digits, . _ - = only, at most 64";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", async (IFarmStore store, CancellationToken cancel) => Results.Json(
            await store.AccountsAsync(cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListAccountView));
        routes.MapPost("/accounts", SetAsync);
        routes.MapPost("/accounts/{name}/remove", RemoveAsync);
        routes.MapPost("/boards/{board}/groups", GroupAsync);
    }

    private static async Task<IResult> SetAsync(AccountRequest request, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (!FarmProtocol.IsName(request.Name) || request.Role is not (FarmRole.Submitter or FarmRole.Admin))
        {
            throw new FarmRequestException($"an account is for a name ({Names}) with a role: submitter or admin");
        }

        RequireGroups(request.Groups);
        if (request.Password.Length is < AccountRequest.LeastPassword or > AccountRequest.MostPassword)
        {
            throw new FarmRequestException(
                $"a password is {AccountRequest.LeastPassword} to {AccountRequest.MostPassword} letters long");
        }

        await store.SetAccountAsync(request, LoginRoutes.HashOf(request.Password), Caller.Of(context).Or("a person"), cancel)
            .ConfigureAwait(false);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string name, HttpContext context, IFarmStore store, CancellationToken cancel)
        => await store.RemoveAccountAsync(name, Caller.Of(context).Or("a person"), cancel).ConfigureAwait(false)
            ? Results.NoContent()
            : PeopleRoutes.Missing($"{name} has no account and is not logged in");

    private static async Task<IResult> GroupAsync(
        string board,
        GroupRequest request,
        HttpContext context,
        IFarmStore store,
        ChangeFeed changes,
        CancellationToken cancel)
    {
        RequireGroups(request.Groups);
        bool isKnown = await store
            .SetGroupsAsync(board, request.Groups, Caller.Of(context).Or(request.Who), cancel)
            .ConfigureAwait(false);
        changes.Tell();
        return isKnown ? Results.NoContent() : PeopleRoutes.Missing($"the farm has no board {board}");
    }

    /// <summary>Refuses malformed groups.</summary>
    /// <exception cref="FarmRequestException">One is malformed, or there are too many.</exception>
    internal static void RequireGroups(System.Collections.Generic.IReadOnlyList<string> groups)
    {
        if (!FarmGroups.Are(groups))
        {
            throw new FarmRequestException($"a group is {Names}; at most {FarmGroups.Most} of them");
        }
    }
}
