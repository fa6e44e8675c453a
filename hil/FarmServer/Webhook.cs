// Posts notices to an address.

using System;
using System.Globalization;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Posts each notice to the address that the coordinator was given, until it answers with a status of success or an hour has passed. It
/// follows no redirection: the person who starts the coordinator decides where verdicts go.
/// </summary>
internal sealed class Webhook : BackgroundService
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private readonly IFarmStore _store;
    private readonly WebhookOptions _options;
    private readonly HttpClient _http;

    /// <summary>A sender for <paramref name="options"/>.</summary>
    public Webhook(IFarmStore store, WebhookOptions options)
    {
        _store = store;
        _options = options;
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = s_limit };
        _http = new HttpClient(handler) { Timeout = s_limit, MaxResponseContentBufferSize = 1 << 16 };
    }

    /// <summary>A notice's signature: HMAC-SHA-256 by the secret over the time, a dot and the body, in small hexadecimal letters.</summary>
    public static string Sign(string secret, long at, string body) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(secret),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at}.{body}"))));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await _store.TakeNoticeAsync(stoppingToken).ConfigureAwait(false) is { } notice)
                {
                    await TellAsync(notice, stoppingToken).ConfigureAwait(false);
                    continue;
                }
            }
            catch (StoreUnavailableException)
            {
                // The reaper reports the failure. A notice that was sent but not recorded as sent is sent again, with the same number.
            }
            catch (OperationCanceledException)
            {
                // The coordinator ends; the notice waits.
            }

            await Task.Delay(s_look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(Notice notice, CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _options.Address)
        {
            Content = new StringContent(notice.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Farm-Notice", notice.Id.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Farm-Time", notice.At.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Farm-Signature", $"sha256={Sign(_options.Secret, notice.At, notice.Body)}");
        string wrong;
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel)
                .ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                await _store.EndNoticeAsync(notice.Id, cancel).ConfigureAwait(false);
                return;
            }

            wrong = $"HTTP status {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            wrong = e.Message;
        }

        await Console.Error
            .WriteLineAsync($"rk: notice {notice.Id} was not taken by {_options.Address.Host} (attempt {notice.Attempt}): {wrong}")
            .ConfigureAwait(false);
    }
}
