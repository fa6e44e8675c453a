// Logging in and out.

using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using RustKernel.Hil.FarmServer.Pages;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// /login, /logout. A browser that has logged in has a cookie with a random secret; the store keeps its hash, so it is valid at every
/// coordinator until it is revoked. Every login makes a new one, so no one can prepare a session for another person.
/// </summary>
internal static class LoginRoutes
{
    private const string Cookie = "rkfarm-session";
    private const int SecretBytes = 32;
    private const int MostForm = 4096;
    private const int MostText = 200;
    private const int Rounds = 210_000;

    private static readonly PasswordHasher<string> s_hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    // The password of a name without an account is checked against this, so that the answer takes as long as for a name with one.
    private static readonly Lazy<string> s_noOnes = new(() => HashOf($"{Guid.NewGuid()}"));

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Open.To(routes.MapGet("/login", Show));
        Open.To(routes.MapPost("/login", LogInAsync));
        Open.To(routes.MapPost("/logout", LogOutAsync));
        Open.To(routes.MapGet("/login/sso", SignOnAsync));
    }

    /// <summary>The hash that is kept of a password.</summary>
    public static string HashOf(string password) => s_hasher.HashPassword("", password);

    /// <summary>The person of a request's session; null without a valid one.</summary>
    public static async Task<Person?> PersonOfAsync(HttpContext context, IFarmStore store)
        => SecretOf(context) is { } secret
            ? await store.FindSessionAsync(AccessGate.HashOf(secret), context.RequestAborted).ConfigureAwait(false)
            : null;

    /// <summary>Starts a session for an authenticated person.</summary>
    public static async Task BeginAsync(HttpContext context, IFarmStore store, Person person)
    {
        if (SecretOf(context) is { } old)
        {
            await store.EndSessionAsync(AccessGate.HashOf(old), context.RequestAborted).ConfigureAwait(false);
        }

        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await store.BeginSessionAsync(AccessGate.HashOf(secret), person, AddressOf(context), context.RequestAborted).ConfigureAwait(false);
        context.Response.Cookies.Append(Cookie, secret, Attributes(context));
    }

    /// <summary>An address within this farm; one that would lead elsewhere becomes the overview.</summary>
    public static string Within(string? to)
        => to is ['/', ..] && to.Length <= MostForm && (to.Length == 1 || to[1] is not ('/' or '\\')) && !HasControl(to) ? to : "/";

    private static bool HasControl(string text)
    {
        foreach (char letter in text)
        {
            if (char.IsControl(letter))
            {
                return true;
            }
        }

        return false;
    }

    private static IResult Show(IServiceProvider services, string? to) => Page(services, to, "", StatusCodes.Status200OK);

    private static async Task<IResult> LogInAsync(
        HttpContext context,
        IFarmStore store,
        IServiceProvider services,
        CancellationToken cancel)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MostForm;
        if (!context.Request.HasFormContentType)
        {
            throw new FarmRequestException("a form is sent here: name, password");
        }

        IFormCollection form = await context.Request.ReadFormAsync(cancel).ConfigureAwait(false);
        string name = form["name"].ToString(), password = form["password"].ToString(), to = form["to"].ToString();
        if (name.Length is 0 or > MostText || password.Length is 0 or > MostText)
        {
            throw new FarmRequestException($"name and password are 1 to {MostText} letters each");
        }

        if (!await store.MayTryAsync(name, AddressOf(context), cancel).ConfigureAwait(false))
        {
            await Refusals.LogAsync(context, StatusCodes.Status429TooManyRequests, "too many wrong passwords").ConfigureAwait(false);
            return Page(services, to, "Too many wrong passwords. Try again in five minutes.", StatusCodes.Status429TooManyRequests);
        }

        string? kept = await store.PasswordHashAsync(name, cancel).ConfigureAwait(false);
        bool isRight = s_hasher.VerifyHashedPassword("", kept ?? s_noOnes.Value, password) != PasswordVerificationResult.Failed;
        if (kept is null || !isRight)
        {
            await Refusals.LogAsync(context, StatusCodes.Status401Unauthorized, $"a wrong password for {name}").ConfigureAwait(false);
            return Page(services, to, "No account has this name and password.", StatusCodes.Status401Unauthorized);
        }

        // Every request uses the account's present role and groups.
        await BeginAsync(context, store, new Person(name, "", [], IsAccount: true)).ConfigureAwait(false);
        return Results.LocalRedirect(Within(to));
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, IFarmStore store, CancellationToken cancel)
    {
        if (SecretOf(context) is { } secret)
        {
            await store.EndSessionAsync(AccessGate.HashOf(secret), cancel).ConfigureAwait(false);
        }

        context.Response.Cookies.Delete(Cookie, Attributes(context));
        return Results.LocalRedirect("/");
    }

    private static async Task SignOnAsync(HttpContext context, IServiceProvider services, string? to)
    {
        if (services.GetService(typeof(SignOnOptions)) is null)
        {
            await Refusals.AnswerAsync(context, StatusCodes.Status404NotFound, "no other server vouches for people here")
                .ConfigureAwait(false);
            return;
        }

        try
        {
            await context.ChallengeAsync(SignOn.Scheme, new AuthenticationProperties { RedirectUri = Within(to) }).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            await Refusals.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"the sign-on server does not answer: {e.Message}")
                .ConfigureAwait(false);
        }
    }

    private static IResult Page(IServiceProvider services, string? to, string wrong, int status)
        => new RazorComponentResult<LoginPage>(new Dictionary<string, object?>
        {
            [nameof(LoginPage.To)] = Within(to),
            [nameof(LoginPage.Wrong)] = wrong,
            [nameof(LoginPage.SignOn)] = (services.GetService(typeof(SignOnOptions)) as SignOnOptions)?.Authority.Host ?? "",
        })
        {
            StatusCode = status,
        };

    private static string? SecretOf(HttpContext context)
        => context.Request.Cookies[Cookie] is { Length: > 0 and < MostText } secret ? secret : null;

    private static string AddressOf(HttpContext context) => $"{context.Connection.RemoteIpAddress}";

    // Lax: after the sign-on server has sent a browser back, its first request comes from there.
    private static CookieOptions Attributes(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
