// Answers that refuse a request.

using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;
using RustKernel.Hil.Reports;

namespace RustKernel.Hil.FarmServer;

/// <summary>Turns the store's exceptions into HTTP's statuses with the reason in words.</summary>
internal static class Refusals
{
    // The most letters of one refusal: the refused text may be as long as a request.
    private const int MostLogged = 500;

    /// <summary>The middleware.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (FarmRequestException e)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
        catch (FarmForbiddenException e)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SessionEndedException or ReservedException)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, e.Message).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(context, e.StatusCode, e.Message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"rk: {context.Request.Method} {context.Request.Path}: {e}").ConfigureAwait(false);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError, "the coordinator failed; its log says how")
                .ConfigureAwait(false);
        }
    }

    /// <summary>An answer that refuses.</summary>
    public static IResult Of(int status, string reason)
        => Results.Json(new Refusal(reason), FarmJson.Default.Refusal, statusCode: status);

    /// <summary>As <see cref="AnswerAsync"/>, and the coordinator's log records who was refused what.</summary>
    public static async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        await LogAsync(context, status, reason).ConfigureAwait(false);
        await AnswerAsync(context, status, reason).ConfigureAwait(false);
    }

    /// <summary>Records in the coordinator's log who was refused what.</summary>
    public static async Task LogAsync(HttpContext context, int status, string reason)
    {
        string from = $"{context.Connection.RemoteIpAddress}";
        string what = PlainText.Of($"{context.Request.Method} {context.Request.Path}: {reason}");
        await Console.Error.WriteLineAsync($"rk: refused {from} ({status}) {Shorten(what)}").ConfigureAwait(false);
    }

    private static string Shorten(string text) => text.Length > MostLogged ? text[..MostLogged] + "…" : text;

    /// <summary>Refuses with <paramref name="status"/> and the reason.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string reason)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Refusal(reason), FarmJson.Default.Refusal);
    }
}
