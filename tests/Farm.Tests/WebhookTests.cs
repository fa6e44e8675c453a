// Changed verdicts, as a receiver gets them.

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class WebhookTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123";
    private static readonly CancellationToken s_never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-hook").FullName;
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, string Body, string Notice, string Time, string Signature)> _got = [];
    private readonly string _address;
    private int _status = 200;

    public WebhookTests()
    {
        int port = Random.Shared.Next(20_000, 30_000);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                _address = $"http://127.0.0.1:{port}/";
                _listener.Prefixes.Add(_address);
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 50)
            {
                _listener.Prefixes.Clear();
                port++;
            }
        }

        _ = ListenAsync();
    }

    public void Dispose()
    {
        _listener.Close();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_change_is_posted_with_a_signature_and_again_until_it_is_taken_and_no_redirection_is_followed()
    {
        File.WriteAllText(Path.Combine(_folder, "secret"), Secret + "\n");
        _status = 302;
        using CoordinatorProcess coordinator = Start();
        using FarmClient client = coordinator.Client();
        HostAnnouncement host = new("desk", FarmProtocol.Version, "test", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])]);
        long session = (await client.RegisterAsync(host, s_never)).Session;
        foreach (string verdict in new[] { "pass", "fail" })
        {
            await client.SubmitAsync(new JobRequest("pi", "", [], "boot", "", 50, 0, 0, 0, "test"), s_never);
            Assignment run = (await client.WorkAsync(new WorkRequest("desk", session, ["pi"]), s_never))!;
            await client.FinishAsync(run.Run, new FinishReport(run.Fence, verdict, "a panic", "", false, 0), s_never);
        }

        const string first = "(attempt 1): HTTP status 302";
        await Waiting.UntilAsync(() => Task.FromResult(coordinator.Said.Contains(first, StringComparison.Ordinal)));
        Volatile.Write(ref _status, 204);
        await Waiting.UntilAsync(() => Task.FromResult(_got.Count >= 2));
        Assert.All(_got, got => Assert.Equal("/hook", got.Path));
        (_, string body, string notice, string time, string signature) = _got.Last();
        Assert.Equal(notice, _got.First().Notice);
        Assert.Contains("\"was\":\"pass\",\"is\":\"fail\",\"reason\":\"a panic\"", body);
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        Assert.Equal($"sha256={Convert.ToHexStringLower(expected)}", signature);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - long.Parse(time), 0, 120_000);
    }

    [Theory]
    [InlineData("ftp://example.org/", Secret, "begins with http:// or https://")]
    [InlineData("file:///etc/passwd", Secret, "begins with http:// or https://")]
    [InlineData("http://ann:word@example.org/", Secret, "has no password")]
    [InlineData("http://example.org/", "short", "has fewer than 16 letters")]
    [InlineData("http://example.org/", "", "needs --webhook-secret-file")]
    public void An_address_or_a_secret_that_is_none_is_refused(string address, string secret, string words)
    {
        string file = Path.Combine(_folder, "secret");
        File.WriteAllText(file, secret);
        string[] more = secret.Length > 0 ? ["--webhook", address, "--webhook-secret-file", file] : ["--webhook", address];
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => new CoordinatorProcess(Path.Combine(_folder, "farm.db"), more));
        Assert.Contains(words, error.Message);
    }

    private CoordinatorProcess Start() => new(
        Path.Combine(_folder, "farm.db"),
        "--webhook",
        _address + "hook",
        "--webhook-secret-file",
        Path.Combine(_folder, "secret"));

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using StreamReader reader = new(context.Request.InputStream);
            string Header(string name) => context.Request.Headers[name] ?? "";
            _got.Enqueue((
                context.Request.Url!.AbsolutePath,
                await reader.ReadToEndAsync(),
                Header("X-Farm-Notice"),
                Header("X-Farm-Time"),
                Header("X-Farm-Signature")));
            context.Response.StatusCode = Volatile.Read(ref _status);
            context.Response.RedirectLocation = _status == 302 ? _address + "elsewhere" : null;
            context.Response.Close();
        }
    }
}
