// The target's HTTP server over .NET's sockets.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using RustKernel.Services.Web.Http;
using Xunit;

namespace RustKernel.Network.Tests.Web;

public sealed class HttpServerTests : IDisposable
{
    private const string End = "\r\n\r\n";
    private const string Close = "Connection: close\r\n";
    private const string Plain = "GET / HTTP/1.1\r\nHost: a\r\n";
    private const string Next = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly HttpTraffic _traffic = new();
    private readonly List<OneThread> _threads = new();

    public HttpServerTests()
    {
        // Like on the target: bytes that a client does not read wait here.
        _listener.SendBufferSize = 64 * 1024;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _threads.ForEach(thread => thread.Dispose());
    }

    // Long times, so that this host's speed does not matter, except in tests of time-outs.
    private void Serve(int head = 1_000_000, int send = 1_000_000, int close = 1_000_000)
    {
        HttpTimes times = new() { Head = head, Send = send, Close = close };
        _threads.Add(new OneThread(() => new HttpServer(_listener, new EchoSite(), _traffic, times, () => DateTime.UnixEpoch).Run()));
    }

    [Fact]
    public async Task Requests_follow_each_other_over_one_connection()
    {
        Serve();
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        foreach (string path in new[] { "/a", "/b?c", "/big" })
        {
            using HttpResponseMessage answer = await client.GetAsync(path).WaitAsync(s_limit);
            string text = await answer.Content.ReadAsStringAsync().WaitAsync(s_limit);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(DateTimeOffset.UnixEpoch, answer.Headers.Date);
            Assert.Equal(path == "/big" ? EchoSite.Big : "GET " + path, text);
            using HttpRequestMessage request = new(HttpMethod.Head, path);
            using HttpResponseMessage head = await client.SendAsync(request).WaitAsync(s_limit);
            Assert.Equal(answer.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        using HttpResponseMessage post = await client.PostAsync("/a", new StringContent("x")).WaitAsync(s_limit);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
        Assert.Equal(1, _traffic.Accepted);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order_and_content_is_no_request()
    {
        Serve();
        string text = await Say(
            "\r\n\r\nGET /1 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 33\r\n\r\nGET /x HTTP/1.1\r\nHost: hidden\r\n\r\n",
            "HEAD /3 HTTP/1.1\r\nHost: a\r\n\r\nGET /4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET /5 HTTP/1.1\r\nHost: a\r\n\r\n");
        string[] answers = text.Split("HTTP/1.1 200 OK\r\n").Skip(1).ToArray();
        Assert.Equal(["GET /1", "GET /2", "", "GET /4"], answers.Select(answer => answer.Split(End)[1]));
        Assert.Equal([false, false, false, true], answers.Select(answer => answer.Contains(Close, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Next, 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\r\n\r\n", 400)]
    [InlineData(Plain + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n", 200)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n" + Next, 405)]
    [InlineData("BREW / HTTP/1.1\r\nHost: a\r\n\r\n" + Next, 501)]
    [InlineData("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET /throw HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 500)]
    [InlineData(Plain + "A: b\r\n", 400)]
    public async Task After_such_a_request_there_is_one_answer_and_no_more(string request, int status)
    {
        Serve();
        string text = await Say(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", text, StringComparison.Ordinal);
        Assert.Contains(Close, text, StringComparison.Ordinal);
        Assert.Equal(1, _traffic.Answers);
    }

    [Fact]
    public async Task A_head_that_is_too_long_is_refused()
    {
        Serve();
        string refused = await Say(Plain + "A: " + new string('b', HttpLimits.HeadBytes) + End);
        Assert.StartsWith("HTTP/1.1 431 ", refused, StringComparison.Ordinal);
        string taken = await Say(Plain + Close + "A: " + new string('b', HttpLimits.HeadBytes - 100) + End);
        Assert.StartsWith("HTTP/1.1 200 ", taken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_and_silent_clients_cost_their_own_connections()
    {
        Serve();
        List<Socket> slow = new();
        try
        {
            // When the first request is answered, the server already has the start of the next.
            slow.Add(await Connect());
            _ = await slow[0].SendAsync("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /slow HT"u8.ToArray());
            _ = await slow[0].ReceiveAsync(new byte[1]).WaitAsync(s_limit);
            for (int i = 0; i < HttpLimits.Connections * 2; i++)
            {
                slow.Add(await Connect());
            }

            // A client that does not read a long answer.
            slow.Add(await Connect());
            _ = await slow[^1].SendAsync("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            Assert.EndsWith("GET /a", await Say("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
            Assert.InRange(_traffic.Connections, 0, HttpLimits.Connections);

            // The connection with a started request did not have to give way.
            _ = await slow[0].SendAsync("TP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
            Assert.EndsWith("GET /slow", await ReadAll(slow[0]), StringComparison.Ordinal);
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("GET /", "HTTP/1.1 408 ")]
    public async Task A_client_that_does_not_go_on_is_given_up(string said, string answer)
    {
        // The listener's backlog takes the connection: everything is sent before the server's time starts.
        using Socket socket = await Connect();
        _ = await socket.SendAsync(Encoding.ASCII.GetBytes(said));
        Serve(head: 20, close: 20);
        Assert.StartsWith(answer, await ReadAll(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_given_up()
    {
        Serve(send: 20);
        using Socket socket = await Connect();
        _ = await socket.SendAsync("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        await _threads[0].Until(() => _traffic is { Accepted: 1, Connections: 0 }).WaitAsync(s_limit);
    }

    private async Task<Socket> Connect()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return socket;
    }

    // The whole answer until the server ends the connection.
    private async Task<string> Say(params string[] pieces)
    {
        using Socket socket = await Connect();
        foreach (string piece in pieces)
        {
            _ = await socket.SendAsync(Encoding.Latin1.GetBytes(piece));
        }

        socket.Shutdown(SocketShutdown.Send);
        return await ReadAll(socket);
    }

    private static async Task<string> ReadAll(Socket socket)
    {
        byte[] bytes = new byte[4096];
        StringBuilder text = new();
        int count;
        while ((count = await socket.ReceiveAsync(bytes).WaitAsync(s_limit)) > 0)
        {
            _ = text.Append(Encoding.Latin1.GetString(bytes, 0, count));
        }

        return text.ToString();
    }

    private sealed class EchoSite : IHttpSite
    {
        internal static readonly string Big = new('x', 3_000_000);

        public HttpResponse Answer(HttpRequest request) => request.Path == "/throw"
            ? throw new InvalidOperationException("thrown for the test")
            : HttpResponse.Text(HttpStatus.Ok, "text/plain", request.Path == "/big" ? Big : "GET " + request.Target);
    }
}
