// The service http for a browser, a scraper and a careless client, through QEMU's user network.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class WebTests : IDisposable
{
    private const int FileBytes = 1_000_003;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_person_and_a_scraper_read_what_the_machine_shows_and_its_files()
    {
        byte[] bytes = new byte[FileBytes];
        new Random(80).NextBytes(bytes);
        string disk = MakeDisk(bytes);
        using RunningSystem system = new(_folder.Path, "--net", "user", "--forward", "0:80", "--disk", disk);
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{Port()}"), Timeout = s_limit };
        system.Await("net: 10.0.2.15/24 via 10.0.2.2");
        Pages(client);
        Files(client, bytes);
        Tricks(client.BaseAddress.Port);

        // After a restart it listens again and serves the same file.
        _ = system.Type("restart http\r", "init: http was killed");
        Assert.Contains("<td>http</td>", Ask(client, "/"), StringComparison.Ordinal);
        Assert.Equal(bytes, Whole(client));
    }

    [Fact]
    public void Without_a_card_it_is_not_started()
    {
        using RunningSystem system = new(_folder.Path);
        _ = system.Type("ps\r", "http           stopped");
        Assert.DoesNotContain("init: http", system.Output, StringComparison.Ordinal);
    }

    private static byte[] Whole(HttpClient client) => client.GetByteArrayAsync("/files/bytes.bin").Result;

    private static void Pages(HttpClient client)
    {
        string page = Ask(client, "/");
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Matches("<tr><td>http</td><td>running</td><td class=\"n\">0</td>", page);
        Assert.Contains("Address: 10.0.2.15/24 via 10.0.2.2.", page, StringComparison.Ordinal);
        Assert.Contains("RustKernel v0.1.0 - ARM64 Microkernel\n", page, StringComparison.Ordinal);
        string metrics = Ask(client, "/metrics");
        Assert.Contains("\nrustkernel_service_running{service=\"http\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Matches(@"\nrustkernel_memory_free_bytes [1-9]\d+\n", metrics);
        Assert.Matches(@"\nrustkernel_network_frames_received_total [1-9]\d*\n", metrics);
    }

    private static void Files(HttpClient client, byte[] bytes)
    {
        const string Row = "<a href=\"bytes.bin\">bytes.bin</a></td><td class=\"n\">1000003</td>";
        Assert.Contains(Row, Ask(client, "/data"), StringComparison.Ordinal);
        using HttpResponseMessage whole = client.GetAsync("/data/bytes.bin").Result;
        Assert.Equal(bytes, whole.Content.ReadAsByteArrayAsync().Result);
        using HttpResponseMessage head = client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/files/bytes.bin")).Result;
        Assert.Equal((HttpStatusCode.OK, (long?)FileBytes), (head.StatusCode, head.Content.Headers.ContentLength));
        using HttpRequestMessage part = new(HttpMethod.Get, "/files/bytes.bin");
        part.Headers.Range = new RangeHeaderValue(700_000, 700_099);
        using HttpResponseMessage some = client.SendAsync(part).Result;
        Assert.Equal(HttpStatusCode.PartialContent, some.StatusCode);
        Assert.Equal(bytes[700_000..700_100], some.Content.ReadAsByteArrayAsync().Result);
        using HttpRequestMessage again = new(HttpMethod.Get, "/files/bytes.bin");
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, client.SendAsync(again).Result.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, client.GetAsync("/files/none").Result.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, client.PutAsync("/files/new", new StringContent("x")).Result.StatusCode);
    }

    // Two requests over one connection, and requests that no browser sends.
    private static void Tricks(int port)
    {
        const string Fields = " HTTP/1.1\r\nHost: a\r\n";
        const string Last = Fields + "Connection: close\r\n\r\n";
        Assert.Equal(["400", "400"], Answers(port, $"GET /files/a/../b{Fields}\r\nGET /files/%2e%2e/{Last}"));
        Assert.Equal(["404", "200"], Answers(port, $"GET /x{Fields}\r\nGET /{Last}"));
        Assert.Equal(["400"], Answers(port, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    private static string[] Answers(int port, string requests)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.ReceiveTimeout = (int)s_limit.TotalMilliseconds;
        socket.Connect(IPAddress.Loopback, port);
        _ = socket.Send(Encoding.ASCII.GetBytes(requests));
        byte[] bytes = new byte[4096];
        StringBuilder text = new();
        int count;
        while ((count = socket.Receive(bytes)) > 0)
        {
            _ = text.Append(Encoding.ASCII.GetString(bytes, 0, count));
        }

        return [.. Regex.Matches(text.ToString(), @"^HTTP/1\.1 (\d+) ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
    }

    // QEMU accepts a connection at once, and resets it if nothing listens in the machine yet: each reset leads to another attempt.
    private static string Ask(HttpClient client, string path)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return client.GetStringAsync(path).Result;
            }
            catch (AggregateException e) when (e.InnerException is HttpRequestException { StatusCode: null } && clock.Elapsed < s_limit)
            {
            }
        }
    }

    private string MakeDisk(byte[] bytes)
    {
        string disk = Path.Combine(_folder.Path, "data.img");
        string file = Path.Combine(_folder.Path, "bytes.bin");
        File.WriteAllBytes(file, bytes);
        foreach (string[] words in new[] { ["make", disk, "--size", "64M"], new[] { "put", disk, file, "/bytes.bin" } })
        {
            ToolResult made = Tool.Rk(["fs", .. words]);
            Assert.True(made.ExitCode == 0, made.ToString());
        }

        return disk;
    }

    // The free port that QEMU took, from the log.
    private int Port()
    {
        string log = File.ReadAllText(Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        return int.Parse(Regex.Match(log, @"127\.0\.0\.1:(\d+) leads to port 80 of the machine").Groups[1].Value);
    }
}
