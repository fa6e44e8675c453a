// Who may come in.

using System;
using System.Linq;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Accepts requests from this machine. Requests from other machines need the session of a browser that has logged in, or a token: the
/// farm's shared one, or a personal one, whose role says what its bearer may do. If a token is given, it must be right, also on this
/// machine. A page of another site can make a browser on this machine send requests. So Host must name this machine, as the other site's
/// name could lead here, and a request that changes something must not have the Origin of another site.
/// </summary>
/// <param name="token">The shared token; null for none.</param>
/// <param name="store">Has the others.</param>
/// <param name="signOn">The server that vouches for people; null for none.</param>
internal sealed class AccessGate(string? token, IFarmStore store, SignOnOptions? signOn)
{
    private const string ContentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const int NonceBytes = 18;
    private readonly byte[]? _token = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The middleware.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        // Not no-referrer: a browser would then call the origin of a form "null", as it does for a page of another site.
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        Caller? caller = await CallerAsync(context).ConfigureAwait(false);
        bool isOpen = context.GetEndpoint()?.Metadata.GetMetadata<Open>() is not null;
        if (caller is null && !isOpen)
        {
            await RefuseUnknownAsync(context).ConfigureAwait(false);
        }
        else if (IsOfAnotherSite(context) || ((caller is null || caller.IsLoggedIn) && SaysNoSite(context.Request)))
        {
            await Refusals.RefuseAsync(context, StatusCodes.Status403Forbidden, "this request was made by a page of another site")
                .ConfigureAwait(false);
        }
        else if (!isOpen && !IsAllowed(caller!, context.GetEndpoint()))
        {
            await Refusals.RefuseAsync(
                context,
                StatusCodes.Status403Forbidden,
                $"{caller!.Name} is of role {caller.Role}, which may not do this").ConfigureAwait(false);
        }
        else
        {
            context.Items[typeof(Caller)] = caller ?? Caller.Nobody;
            await next(context).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a browser to the login page, if there is one. Any other client gets an answer that says what is missing.</summary>
    private async Task RefuseUnknownAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (PageRoutes.WantsPage(request)
            && HttpMethods.IsGet(request.Method)
            && string.IsNullOrEmpty(request.Headers.Authorization)
            && (signOn is not null || await store.HasAccountsAsync(context.RequestAborted).ConfigureAwait(false)))
        {
            context.Response.Redirect("/login?to=" + Uri.EscapeDataString(request.Path + request.QueryString));
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Basic realm=\"farm\", charset=\"UTF-8\"";
        await Refusals.RefuseAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "this farm asks for a token that counts: give --token-file, or in a browser the token as the password")
            .ConfigureAwait(false);
    }

    /// <summary>Lets this answer's page make style elements with the returned nonce, and no others.</summary>
    public static string AllowStyles(HttpContext context)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy.Replace(
            "style-src 'self'",
            $"style-src 'self' 'nonce-{nonce}'",
            StringComparison.Ordinal);
        return nonce;
    }

    /// <summary>What the store keeps of a token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static bool IsAllowed(Caller caller, Endpoint? endpoint)
        => caller.Role == FarmRole.Admin || endpoint?.Metadata.GetMetadata<Allowed>()?.Roles.Contains(caller.Role) == true;

    private async Task<Caller?> CallerAsync(HttpContext context)
    {
        if (string.IsNullOrEmpty(context.Request.Headers.Authorization))
        {
            Person? person = await LoginRoutes.PersonOfAsync(context, store).ConfigureAwait(false);
            return person is not null
                ? new Caller(person.Name, person.Role, person.Groups, IsLoggedIn: true)
                : IsHere(context) ? Caller.Unnamed : null;
        }

        if (TokenIn(context.Request) is not { } said)
        {
            return null;
        }

        if (_token is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), _token))
        {
            return Caller.Unnamed;
        }

        // By its hash: the time of the look-up reveals nothing about the token.
        TokenView? known = await store.FindTokenAsync(HashOf(said), context.RequestAborted).ConfigureAwait(false);
        return known is null ? null : new Caller(known.Name, known.Role, known.Groups);
    }

    /// <summary>
    /// True for a request from this machine, by a name of this machine, and not through a proxy, behind which everybody would look local.
    /// </summary>
    private static bool IsHere(HttpContext context)
        => context.Connection.RemoteIpAddress is { } remote
            && IPAddress.IsLoopback(remote)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For")
            && !context.Request.Headers.ContainsKey("Forwarded")
            && (context.Request.Host.Host == "localhost"
                || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out IPAddress? named) && IPAddress.IsLoopback(named)));

    private static string? TokenIn(HttpRequest request)
        => AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? given)
            ? given.Scheme switch
            {
                "Bearer" => given.Parameter,
                "Basic" => PasswordOf(given.Parameter),
                _ => null,
            }
            : null;

    private static string? PasswordOf(string? basic)
    {
        byte[] bytes = new byte[512];
        if (basic is null || !Convert.TryFromBase64String(basic, bytes, out int count))
        {
            return null;
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, count);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    /// <summary>
    /// True for a request that changes something and does not say which site it is of, as every browser does: a session's cookie alone,
    /// which a browser adds automatically, is not enough for it.
    /// </summary>
    private static bool SaysNoSite(HttpRequest request)
        => !HttpMethods.IsGet(request.Method)
            && !HttpMethods.IsHead(request.Method)
            && string.IsNullOrEmpty(request.Headers.Origin)
            && request.Headers["Sec-Fetch-Site"] != "same-origin";

    private static bool IsOfAnotherSite(HttpContext context)
    {
        HttpRequest request = context.Request;
        // A page of another site cannot read the answers it gets, except on a WebSocket.
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !context.WebSockets.IsWebSocketRequest)
        {
            return false;
        }

        if (request.Headers.TryGetValue("Sec-Fetch-Site", out StringValues site) && site != "same-origin" && site != "none")
        {
            return true;
        }

        string? origin = request.Headers.Origin;
        return !string.IsNullOrEmpty(origin)
            && (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) || from.Authority != request.Host.Value);
    }
}
