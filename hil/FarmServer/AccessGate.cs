// Who may come in.

using System;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Accepts requests from this machine; requests from other machines need the token. A page of another site can make a browser on this
/// machine send requests. So Host must name this machine, as the other site's name could lead here; and a request that changes something
/// must not have the Origin of another site.
/// </summary>
/// <param name="token">The token; null to refuse all other machines.</param>
internal sealed class AccessGate(string? token)
{
    private const string ContentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly byte[]? _token = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The middleware.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (!IsHere(context) && !HasToken(context.Request))
        {
            headers.WWWAuthenticate = "Basic realm=\"farm\", charset=\"UTF-8\"";
            return Refusals.AnswerAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "this farm asks for its token: give --token-file, or in a browser the token as the password");
        }

        return IsOfAnotherSite(context.Request)
            ? Refusals.AnswerAsync(context, StatusCodes.Status403Forbidden, "this request was made by a page of another site")
            : next(context);
    }

    /// <summary>From this machine, by a name of this machine, and not through a proxy, which would make everybody look so.</summary>
    private static bool IsHere(HttpContext context)
        => context.Connection.RemoteIpAddress is { } remote
            && IPAddress.IsLoopback(remote)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For")
            && !context.Request.Headers.ContainsKey("Forwarded")
            && (context.Request.Host.Host == "localhost"
                || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out IPAddress? named) && IPAddress.IsLoopback(named)));

    private bool HasToken(HttpRequest request)
    {
        if (_token is null || !AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out AuthenticationHeaderValue? given))
        {
            return false;
        }

        string? said = given.Scheme switch
        {
            "Bearer" => given.Parameter,
            "Basic" => PasswordOf(given.Parameter),
            _ => null,
        };
        return said is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), _token);
    }

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

    private static bool IsOfAnotherSite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
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
