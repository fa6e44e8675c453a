// People for whom another server vouches: OpenID Connect.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// The authorization code flow with PKCE, state and nonce, by ASP.NET Core's handler. It ends in a session of the farm's own, as after a
/// password: <see cref="LoginRoutes"/>.
/// </summary>
internal static class SignOn
{
    /// <summary>The handler's name.</summary>
    public const string Scheme = "oidc";

    // The handler requires a scheme to sign in with, which is never used.
    private const string NoScheme = "none";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Adds the handler.</summary>
    public static void AddTo(IServiceCollection services, SignOnOptions signOn)
    {
        services.AddSingleton(signOn);
        services.AddAuthentication().AddCookie(NoScheme).AddOpenIdConnect(Scheme, options =>
        {
            options.SignInScheme = NoScheme;
            options.Authority = signOn.Authority.ToString();
            options.RequireHttpsMetadata = signOn.Authority.Scheme == "https";
            options.ClientId = signOn.Client;
            options.ClientSecret = signOn.Secret;
            options.ResponseType = OpenIdConnectResponseType.Code;
            // A GET: the cookies that tie the answer to the browser need not go with requests of other sites.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.CallbackPath = "/login/sso/done";
            options.MapInboundClaims = false;
            options.DisableTelemetry = true;
            options.BackchannelTimeout = s_limit;
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.NonceCookie.SameSite = SameSiteMode.Lax;
            options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The handler accepts an unsigned token, as it came from the server directly; that connection may be plain HTTP on one machine.
            options.Events.OnTokenValidated = context =>
            {
                if (context.SecurityToken?.SignatureAlgorithm is null or "" or "none")
                {
                    context.Fail("the sign-on server's token is not signed");
                }

                return Task.CompletedTask;
            };
            options.Events.OnTicketReceived = context => TakeAsync(context, signOn);
            options.Events.OnRemoteFailure = RefuseAsync;
        });
    }

    private static async Task TakeAsync(TicketReceivedContext context, SignOnOptions signOn)
    {
        context.HandleResponse();
        IFarmStore store = context.HttpContext.RequestServices.GetRequiredService<IFarmStore>();
        ClaimsPrincipal claims = context.Principal!;
        string name = claims.FindFirst(signOn.NameClaim)?.Value ?? "";
        SignOnRule[] rules = [.. claims.FindAll(signOn.Claim)
            .Select(claim => signOn.Rules.GetValueOrDefault(claim.Value))
            .OfType<SignOnRule>()];
        string? wrong = !FarmProtocol.IsName(name)
            ? $"the sign-on server's claim {signOn.NameClaim} is no name in a farm: letters, digits, . _ - = only, at most 64"
            : rules.Length == 0
                ? $"{name} may not use this farm: no value of the claim {signOn.Claim} is one that it knows"
                : await store.PasswordHashAsync(name, context.HttpContext.RequestAborted).ConfigureAwait(false) is not null
                    ? $"the farm has an account {name} of its own"
                    : null;
        if (wrong is not null)
        {
            await Refusals.RefuseAsync(context.HttpContext, StatusCodes.Status403Forbidden, wrong).ConfigureAwait(false);
            return;
        }

        string role = rules.Any(rule => rule.Role == FarmRole.Admin) ? FarmRole.Admin : FarmRole.Submitter;
        string[] groups = [.. rules.SelectMany(rule => rule.Groups).Distinct()];
        await LoginRoutes.BeginAsync(context.HttpContext, store, new Person(name, role, groups, IsAccount: false)).ConfigureAwait(false);
        context.Response.Redirect(LoginRoutes.Within(context.ReturnUri));
    }

    private static Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        string why = context.Failure?.Message ?? "no reason";
        return Refusals.RefuseAsync(
            context.HttpContext,
            StatusCodes.Status403Forbidden,
            $"the sign-on did not succeed, begin again at /login: {(why.Length > 200 ? why[..200] : why)}");
    }
}
