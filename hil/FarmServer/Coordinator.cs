// A coordinator: puts store, services and routes together.

using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>Makes and runs the web application. It keeps nothing in memory that another coordinator would miss.</summary>
internal static class Coordinator
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(15);

    /// <summary>Serves until standard input ends or the process is asked to end.</summary>
    /// <param name="address">Where it listens; port 0 for a free one.</param>
    /// <param name="place">The store.</param>
    /// <param name="token">The token that clients on other machines need; null when there are none.</param>
    /// <param name="times">How long leases last.</param>
    /// <param name="webhook">Where changed verdicts are posted; null for nowhere.</param>
    /// <param name="signOn">The server that vouches for people; null for none.</param>
    /// <param name="certificate">What it shows to TLS clients; null to serve plain HTTP.</param>
    public static async Task RunAsync(
        IPEndPoint address,
        string place,
        string? token,
        FarmTimes times,
        WebhookOptions? webhook,
        SignOnOptions? signOn,
        ServerCertificate? certificate)
    {
        using CancellationTokenSource end = new();
        _ = CancelWithInputAsync(end);
        if (await OpenAsync(place, times, end.Token).ConfigureAwait(false) is not { } store)
        {
            return;
        }

        await using (store.ConfigureAwait(false))
        {
            WebApplication application = Build(address, store, token, times, webhook, signOn, certificate);
            await using (application.ConfigureAwait(false))
            {
                await application.StartAsync().ConfigureAwait(false);
                foreach (string url in application.Urls)
                {
                    Console.WriteLine($"the farm is at {url}, its store at {store.Name}");
                }

                await application.WaitForShutdownAsync(end.Token).ConfigureAwait(false);
            }
        }
    }

    private static WebApplication Build(
        IPEndPoint address,
        SqlFarmStore store,
        string? token,
        FarmTimes times,
        WebhookOptions? webhook,
        SignOnOptions? signOn,
        ServerCertificate? certificate)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 1 << 20;
            server.Listen(address, listener => UseTls(listener, certificate));
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<IFarmStore>(store);
        builder.Services.AddSingleton(times);
        builder.Services.AddSingleton<ChangeFeed>();
        builder.Services.AddSingleton<LogWatch>();
        builder.Services.AddHostedService<Reaper>();
        if (webhook is not null)
        {
            builder.Services.AddSingleton(webhook);
            builder.Services.AddHostedService<Webhook>();
        }

        if (signOn is not null)
        {
            SignOn.AddTo(builder.Services, signOn);
        }

        builder.Services.AddRazorComponents();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, FarmJson.Default);
        });
        WebApplication application = builder.Build();
        // This finds out a browser that is gone without closing its connection.
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = s_ping, KeepAliveTimeout = s_ping });
        application.Use(Refusals.InvokeAsync);
        application.Use(SeeThroughProxyAsync);
        if (signOn is not null)
        {
            application.UseAuthentication();
        }

        application.Use(new AccessGate(token, store, signOn).InvokeAsync);
        AgentRoutes.Map(application);
        PeopleRoutes.Map(application);
        ScheduleRoutes.Map(application);
        ReserveRoutes.Map(application);
        AssetRoutes.Map(application);
        ConsoleRoutes.Map(application);
        PageRoutes.Map(application);
        HistoryRoutes.Map(application);
        TrendRoutes.Map(application);
        MetricRoutes.Map(application);
        TokenRoutes.Map(application);
        AccountRoutes.Map(application);
        LoginRoutes.Map(application);
        return application;
    }

    private static void UseTls(ListenOptions listener, ServerCertificate? certificate)
    {
        if (certificate is not null)
        {
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(
                    new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current() }),
            });
        }
    }

    /// <summary>
    /// A proxy that ends TLS says so. A client that only pretends it gains nothing: it makes the farm's cookies and the way back from a
    /// sign-on server stricter.
    /// </summary>
    private static Task SeeThroughProxyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers["X-Forwarded-Proto"] == "https")
        {
            context.Request.Scheme = "https";
        }

        return next(context);
    }

    /// <summary>
    /// Opens the store. Waits for a server that does not answer yet: machines of a farm start in any order. Null when the coordinator must
    /// end before that.
    /// </summary>
    private static async Task<SqlFarmStore?> OpenAsync(string place, FarmTimes times, CancellationToken end)
    {
        for (bool isFirst = true; !end.IsCancellationRequested; isFirst = false)
        {
            try
            {
                return await SqlFarmStore.OpenAsync(place, times, end).ConfigureAwait(false);
            }
            catch (StoreUnavailableException e) when (PostgresAddress.Is(place))
            {
                if (isFirst)
                {
                    await Console.Error.WriteLineAsync($"rk: {e.Message}; trying again every second").ConfigureAwait(false);
                }

                await Task.Delay(s_pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // Asked to end while it was opened.
            }
        }

        return null;
    }

    /// <summary>The process that started this one holds the other end of its input: if it dies, this one ends.</summary>
    private static async Task CancelWithInputAsync(CancellationTokenSource end)
    {
        using Stream input = Console.OpenStandardInput();
        byte[] ignored = new byte[64];
        while (await input.ReadAsync(ignored).ConfigureAwait(false) > 0)
        {
        }

        await end.CancelAsync().ConfigureAwait(false);
    }
}
