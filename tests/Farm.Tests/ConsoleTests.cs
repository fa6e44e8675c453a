// Consoles as browsers watch them.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class ConsoleTests : IDisposable
{
    private static readonly CancellationToken s_never = CancellationToken.None;
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-farm-console").FullName;
    private readonly CoordinatorProcess _coordinator;
    private readonly FarmClient _client;
    private HeldRun _held = null!;
    private long _sent;

    public ConsoleTests()
    {
        _coordinator = new CoordinatorProcess(Path.Combine(_folder, "farm.db"));
        _client = _coordinator.Client();
    }

    public void Dispose()
    {
        _client.Dispose();
        _coordinator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_the_machine_sends_comes_as_it_sends_it_and_the_verdict_ends_it()
    {
        await BeginAsync();
        using Watcher watcher = await WatchAsync(0);
        await SendAsync("Hello ");
        Assert.Equal("Hello ", await watcher.TakeAsync(6));
        await SendAsync("wor\u001b[1mld\u0000\n");
        Assert.Equal("wor\u001b[1mld\u0000\n", await watcher.TakeAsync(11));
        await _client.FinishAsync(_held.Run, new FinishReport(_held.Fence, "fail", "a panic", "", true, _sent), s_never);
        Assert.Equal("fail", await watcher.EndAsync());
        // A watcher that comes after the end gets everything and the verdict.
        using Watcher late = await WatchAsync(0);
        Assert.Equal("Hello wor\u001b[1mld\u0000\n", await late.TakeAsync(17));
        Assert.Equal("fail", await late.EndAsync());
    }

    [Fact]
    public async Task A_watcher_whose_line_was_lost_goes_on_where_it_was_at_a_coordinator_that_came_back()
    {
        await BeginAsync();
        await SendAsync("one ");
        long offset;
        using (Watcher first = await WatchAsync(0))
        {
            Assert.Equal("one ", await first.TakeAsync(4));
            offset = first.Offset;
            Assert.Equal(_sent, offset);
            _coordinator.Kill();
            await Assert.ThrowsAnyAsync<WebSocketException>(() => first.TakeAsync(1));
        }

        _coordinator.Start();
        // Half a line of the log: the part sent earlier is whole.
        byte[] line = Line("three ");
        await AppendAsync([.. Line("two "), .. line[..20]]);
        using Watcher second = await WatchAsync(offset);
        Assert.Equal("two ", await second.TakeAsync(4));
        Assert.Equal(_sent - 20, second.Offset);
        using Watcher third = await WatchAsync(second.Offset);
        await AppendAsync(line[20..]);
        Assert.Equal("three ", await second.TakeAsync(6));
        Assert.Equal("three ", await third.TakeAsync(6));
    }

    [Fact]
    public async Task A_watcher_that_shows_nothing_is_not_sent_more_than_a_little()
    {
        await BeginAsync();
        string block = new('x', 50_000);
        for (int part = 0; part < 40; part++)
        {
            await SendAsync(block);
        }

        using Watcher watcher = await WatchAsync(0);
        watcher.IsSilent = true;
        await Assert.ThrowsAsync<TimeoutException>(() => watcher.TakeAsync(2_000_000).WaitAsync(TimeSpan.FromSeconds(2)));
        Assert.InRange(watcher.Taken, 200_000, 400_000);
        watcher.IsSilent = false;
        await watcher.SayAsync();
        await watcher.Reading!;
        Assert.Equal(2_000_000, watcher.Taken);
    }

    [Fact]
    public async Task Two_hundred_watch_one_console_and_one_of_them_stands_still()
    {
        await BeginAsync();
        Watcher[] watchers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => WatchAsync(0)));
        string block = new('x', 10_000);
        Task<string>[] reading = [.. watchers.Skip(1).Select(watcher => watcher.TakeAsync(400_000))];
        long began = Environment.TickCount64;
        for (int part = 0; part < 40; part++)
        {
            await SendAsync(block);
        }

        long took = Environment.TickCount64 - began;
        string[] texts = await Task.WhenAll(reading).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.All(texts, text => Assert.Equal(400_000, text.Length));
        // The machine's bytes were taken from its agent as they arrived.
        Assert.InRange(took, 0, 60_000);
        Array.ForEach(watchers, watcher => watcher.Dispose());
    }

    [Fact]
    public async Task Who_may_not_look_watches_nothing()
    {
        await BeginAsync();
        await RefusedAsync(HttpStatusCode.Forbidden, _held.Run, ("Origin", "http://evil.example"));
        await RefusedAsync(HttpStatusCode.Forbidden, _held.Run, ("Origin", "null"));
        await RefusedAsync(HttpStatusCode.Forbidden, _held.Run, ("Sec-Fetch-Site", "cross-site"));
        await RefusedAsync(HttpStatusCode.Unauthorized, _held.Run, ("Authorization", "Bearer wrong"));
        await RefusedAsync(HttpStatusCode.NotFound, 999);
        string agent = await _client.AddTokenAsync(new TokenRequest("desk", FarmRole.Agent), s_never);
        await RefusedAsync(HttpStatusCode.Forbidden, _held.Run, ("Authorization", $"Bearer {agent}"));
        string submitter = await _client.AddTokenAsync(new TokenRequest("ann", FarmRole.Submitter), s_never);
        await SendAsync("x");
        string origin = _coordinator.Address.ToString().TrimEnd('/');
        using Watcher watcher = await WatchAsync(0, ("Authorization", $"Bearer {submitter}"), ("Origin", origin));
        Assert.Equal("x", await watcher.TakeAsync(1));
        using HttpClient http = new();
        Uri plain = new(_coordinator.Address, $"runs/{_held.Run}/console");
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(plain)).StatusCode);
        // Nothing that a watcher says ends it.
        await watcher.Socket.SendAsync("<script>"u8.ToArray(), WebSocketMessageType.Text, true, s_never);
        await Assert.ThrowsAnyAsync<Exception>(() => watcher.TakeAsync(1).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.NotEqual(WebSocketState.Open, watcher.Socket.State);
    }

    [Fact]
    public async Task The_terminal_is_served_as_it_was_released_and_its_page_allows_no_style_but_its_own()
    {
        await BeginAsync();
        using HttpClient http = new() { BaseAddress = _coordinator.Address };
        using HttpResponseMessage library = await http.GetAsync("lib/xterm-6.0.0/xterm.mjs");
        Assert.Equal("text/javascript", library.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", library.Headers.CacheControl!.ToString());
        Assert.Contains("xterm.js authors", await http.GetStringAsync("lib/xterm-6.0.0/LICENSE"));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("lib/xterm-6.0.0/..%2f..%2ffarm.js")).StatusCode);
        string[] nonces = [await NonceAsync(http), await NonceAsync(http)];
        Assert.Equal(2, nonces.Distinct().Count());
    }

    private async Task<string> NonceAsync(HttpClient http)
    {
        using HttpResponseMessage page = await http.AskAsync(HttpMethod.Get, $"runs/{_held.Run}", null, ("Accept", "text/html"));
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        string nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains($"data-nonce=\"{nonce}\"", WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()));
        return nonce;
    }

    private async Task BeginAsync()
    {
        HostAnnouncement host = new("desk", FarmProtocol.Version, "test", [new BoardAnnouncement("pi", "rpi4", "lab", "", [])]);
        long session = (await _client.RegisterAsync(host, s_never)).Session;
        await _client.SubmitAsync(new JobRequest("pi", "", [], "boot", "", 50, 0, 0, 0, "test"), s_never);
        Assignment run = (await _client.WorkAsync(new WorkRequest("desk", session, ["pi"]), s_never))!;
        _held = new HeldRun(run.Run, run.Fence);
        await _client.StartAsync(_held, s_never);
    }

    private static byte[] Line(string text)
        => Encoding.UTF8.GetBytes(
            $$"""{"t":1,"kind":"serial.rx","data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}"}""" + "\n");

    private Task SendAsync(string text) => AppendAsync(Line(text));

    private async Task AppendAsync(byte[] part) => _sent = await _client.AppendLogAsync(_held, _sent, part, s_never);

    private async Task<Watcher> WatchAsync(long offset, params (string Name, string Value)[] headers)
    {
        ClientWebSocket socket = new();
        Array.ForEach(headers, header => socket.Options.SetRequestHeader(header.Name, header.Value));
        UriBuilder address = new(_coordinator.Address) { Scheme = "ws", Path = $"runs/{_held.Run}/console", Query = $"from={offset}" };
        await socket.ConnectAsync(address.Uri, s_never);
        return new Watcher(socket);
    }

    private async Task RefusedAsync(HttpStatusCode status, long run, params (string Name, string Value)[] headers)
    {
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        Array.ForEach(headers, header => socket.Options.SetRequestHeader(header.Name, header.Value));
        UriBuilder address = new(_coordinator.Address) { Scheme = "ws", Path = $"runs/{run}/console" };
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address.Uri, s_never));
        Assert.Equal(status, socket.HttpStatusCode);
    }

    /// <summary>A browser, as the coordinator sees it.</summary>
    private sealed class Watcher(ClientWebSocket socket) : IDisposable
    {
        private readonly byte[] _buffer = new byte[1 << 17];

        public ClientWebSocket Socket => socket;

        public long Offset { get; private set; }

        public int Taken { get; private set; }

        public bool IsSilent { get; set; }

        public Task? Reading { get; private set; }

        public async Task<string> TakeAsync(int count)
        {
            StringBuilder text = new();
            Task reading = ReadAsync(text, count);
            Reading = reading;
            await reading;
            return text.ToString();
        }

        public async Task<string?> EndAsync()
        {
            ValueWebSocketReceiveResult end = await socket.ReceiveAsync(_buffer.AsMemory(), s_never);
            Assert.Equal(WebSocketMessageType.Close, end.MessageType);
            Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, s_never);
            return socket.CloseStatusDescription;
        }

        public Task SayAsync() => socket.SendAsync(Encoding.ASCII.GetBytes($"{Taken}"), WebSocketMessageType.Text, true, s_never);

        public void Dispose() => socket.Dispose();

        private async Task ReadAsync(StringBuilder text, int count)
        {
            while (text.Length < count)
            {
                int length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(_buffer.AsMemory(length), s_never);
                    Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                Offset = BinaryPrimitives.ReadInt64BigEndian(_buffer);
                text.Append(Encoding.UTF8.GetString(_buffer, 8, length - 8));
                Taken += length - 8;
                if (!IsSilent)
                {
                    await SayAsync();
                }
            }
        }
    }
}
