// Tokens and audit, for admins.

using System.Buffers.Text;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmServer.Pages;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>/tokens, /audit. No <see cref="Allowed"/> here: admins alone.</summary>
internal static class TokenRoutes
{
    private const int DeedsShown = 500;

    // A random token of 256 bits cannot be guessed, so its hash needs neither salt nor rounds.
    private const int TokenBytes = 32;

    // Tools that look for secrets in files find it by this.
    private const string Prefix = "rkfarm_";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tokens", async (IFarmStore store, CancellationToken cancel) => Results.Json(
            await store.TokensAsync(cancel).ConfigureAwait(false),
            FarmJson.Default.IReadOnlyListTokenView));
        routes.MapPost("/tokens", AddAsync);
        routes.MapPost("/tokens/{name}/revoke", RevokeAsync);
        routes.MapGet("/audit", AuditAsync);
    }

    private static async Task<TokenReceipt> AddAsync(TokenRequest request, HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (!FarmProtocol.IsName(request.Name) || !FarmRole.Is(request.Role))
        {
            throw new FarmRequestException(
                "a token is for a name (letters, digits, . _ - = only, at most 64) with a role: agent, submitter or admin");
        }

        AccountRoutes.RequireGroups(request.Groups ?? []);
        string token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await store.AddTokenAsync(request, AccessGate.HashOf(token), Caller.Of(context).Or("a person"), cancel).ConfigureAwait(false);
        return new TokenReceipt(token);
    }

    private static async Task<IResult> RevokeAsync(string name, HttpContext context, IFarmStore store, CancellationToken cancel)
        => await store.RevokeTokenAsync(name, Caller.Of(context).Or("a person"), cancel).ConfigureAwait(false)
            ? Results.NoContent()
            : PeopleRoutes.Missing($"{name} has no token");

    private static async Task<IResult> AuditAsync(HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        IReadOnlyList<AuditView> deeds = await store.AuditAsync(DeedsShown, cancel).ConfigureAwait(false);
        return PageRoutes.WantsPage(context.Request)
            ? PageRoutes.Page<AuditPage>(new() { [nameof(AuditPage.Deeds)] = deeds })
            : Results.Json(deeds, FarmJson.Default.IReadOnlyListAuditView);
    }
}
