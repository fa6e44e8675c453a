// What is wrong, as an answer.

using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>Turns the store's exceptions into HTTP's statuses with the reason in words.</summary>
internal static class Refusals
{
    /// <summary>The middleware.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (FarmRequestException e)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
        catch (SessionEndedException e)
        {
            await AnswerAsync(context, StatusCodes.Status409Conflict, e.Message).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, e.StatusCode, e.Message).ConfigureAwait(false);
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
