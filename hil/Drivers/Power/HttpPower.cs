// A network power strip or smart plug.

using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>One HTTP request for each act; any 2xx answer is success.</summary>
public sealed class HttpPower : PowerSwitch
{
    private readonly DriverSettings _settings;
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A switch as <paramref name="settings"/> say.</summary>
    public HttpPower(EventLogWriter log, DriverSettings settings)
        : base(log, settings.Driver, settings.Seconds("discharge"))
        => _settings = settings;

    /// <inheritdoc/>
    public override PowerState Status(CancellationToken deadline)
    {
        if (_settings.Text("status").Length == 0)
        {
            return PowerState.Unknown;
        }

        string answer = Ask("status", HttpMethod.Get, deadline);
        return StatusPattern.Matches(answer, _settings.Text("status_on")) ? PowerState.On : PowerState.Off;
    }

    /// <inheritdoc/>
    protected override void Switch(bool on, CancellationToken deadline) =>
        Ask(on ? "on" : "off", new HttpMethod(_settings.Text("method")), deadline);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _client.Dispose();

    private string Ask(string key, HttpMethod method, CancellationToken deadline)
    {
        string address = _settings.Text(key);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new InfrastructureException($"{address} is no HTTP address");
        }

        using HttpRequestMessage request = new(method, uri);
        if (uri.UserInfo.Length > 0)
        {
            request.Headers.Authorization = new(
                "Basic",
                Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo))));
        }

        foreach (string header in _settings.Texts("headers"))
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim()))
            {
                throw new InfrastructureException($"headers: \"{header}\" is no header line, Name: value");
            }
        }

        try
        {
            return AskAsync(request, deadline).GetAwaiter().GetResult();
        }
        catch (HttpRequestException e)
        {
            throw new InfrastructureException($"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}: {e.Message}");
        }
    }

    private async Task<string> AskAsync(HttpRequestMessage request, CancellationToken deadline)
    {
        using HttpResponseMessage response = await _client.SendAsync(request, deadline).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(deadline).ConfigureAwait(false);
    }
}
